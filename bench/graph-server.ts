import { subscribe } from 'node:diagnostics_channel';
import { seedDemo } from '../demo/graph/seed.ts';
import { createEmulatedGraph } from '../demo/graph/server.ts';

/** An emulated Graph in a process of its own, so that it takes no time from what is measured: `PAGES` Pages from `FIRST` on, each with one of `PEOPLE` on it. */
const pages = Number(process.env.PAGES);
const first = Number(process.env.FIRST);
const EU = '100000000000001';

const graph = createEmulatedGraph({
  log: false,
  switches: { latencyMs: Number(process.env.LATENCY ?? 200) },
});
seedDemo(graph.world);
const people = Number(process.env.PEOPLE);
const personOf = (number: number) => String(800_000_000_000_000 + (number % people));
for (let number = 0; number < people; number += 1) {
  const email = `agent${number}@northwind.example`;
  graph.world.addPerson({ business: EU, id: personOf(number), name: `Agent ${number}`, email });
}
for (let number = first; number < first + pages; number += 1) {
  graph.world.addPage({ id: String(number), name: `Bench Page ${number}`, owner: EU });
  graph.world.assign({ asset: String(number), user: personOf(number), tasks: ['ANALYZE'] });
}

let requests = 0;
subscribe('http.server.request.start', () => {
  requests += 1;
});

process.on('message', (question: { left: [number, number] } | { requests: true }) => {
  if ('requests' in question) {
    process.send?.(requests);
    return;
  }
  const [from, to] = question.left;
  let left = 0;
  for (let number = from; number < to; number += 1) {
    if (graph.world.holds(String(number), personOf(number)).length > 0) left += 1;
  }
  process.send?.(left);
});
process.on('disconnect', () => process.exit());
process.send?.(await graph.start());

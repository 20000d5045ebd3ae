import { subscribe } from 'node:diagnostics_channel';
import { seedDemo } from '../demo/graph/seed.ts';
import { createEmulatedGraph } from '../demo/graph/server.ts';
import { EU, type Facts, FIRST, LATENCY, type Order, personOf } from './graph-town.ts';

/** An emulated Graph in a process of its own, so that it takes no time from what is measured. */
const { pages, people, onAccount, account } = JSON.parse(process.argv[2] ?? '{}') as Facts;

const graph = createEmulatedGraph({ log: onAccount > 0, switches: { latencyMs: LATENCY } });
seedDemo(graph.world);
for (let number = 0; number < people; number += 1) {
  const email = `agent${number}@northwind.example`;
  graph.world.addPerson({ business: EU, id: personOf(number, people), name: `Agent ${number}`, email });
}
for (let number = FIRST; number < FIRST + pages; number += 1) {
  graph.world.addPage({ id: String(number), name: `Bench Page ${number}`, owner: EU });
  graph.world.assign({ asset: String(number), user: personOf(number, people), tasks: ['ANALYZE'] });
}
graph.world.addAdAccount({ id: account, name: 'Bench ad account', owner: EU });
for (let number = 0; number < onAccount; number += 1) {
  graph.world.assign({ asset: account, user: personOf(number, people), tasks: ['ANALYZE'] });
}

let requests = 0;
subscribe('http.server.request.start', () => {
  requests += 1;
});

/** Shuts the ad account after so many removals of it, as Meta does when an account's calls are used up. */
function shut(after: number, seconds: number): void {
  const done = graph.onChange(() => {
    if (graph.calls.filter(({ method, edge }) => method === 'DELETE' && edge === 'assigned_users').length < after)
      return;
    done();
    const fault = { kind: 'throttle', code: 613, minutes: seconds / 60, hold: true } as const;
    graph.faults.next({ path: new RegExp(account) }, fault);
  });
}

function answer(order: Order): unknown {
  if (order.what === 'requests') return requests;
  if (order.what === 'shut') return shut(order.after, order.seconds);
  if (order.what === 'busy') {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000_000;
  }
  if (order.what === 'calls') {
    const calls = graph.calls.filter(({ path }) => path.includes(account));
    return calls.map(({ at, method, code }) => ({ at, method, refused: code !== undefined }));
  }
  const numbers = Array.from({ length: order.to - order.from }, (_, index) => order.from + index);
  return numbers.filter((number) => graph.world.holds(String(number), personOf(number, people)).length > 0).length;
}

process.on('message', (order: Order) => void process.send?.({ answer: answer(order) ?? null }));
process.on('disconnect', () => process.exit());
process.send?.(await graph.start());

import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { hunt } from './hunt.ts';
import { plan } from './plan.ts';
import { tellPlan, tellResult, toldOf } from './report.ts';
import { append, isBroken, type Result, resultsIn } from './results.ts';
import { runLanes } from './run-lanes.ts';

/** `script/chaos`: plays seeds until one shows what must not be, and tells what was survived. */
const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string', default: '20' },
    from: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '2' },
    each: { type: 'string', default: '10' },
    grants: { type: 'string', default: '14' },
    span: { type: 'string', default: '5000' },
    minutes: { type: 'string', default: 'Infinity' },
    old: { type: 'string' },
    mutant: { type: 'string' },
    results: { type: 'string' },
    report: { type: 'string' },
    'keep-going': { type: 'boolean', default: false },
  },
});

if (values.report) {
  console.log(toldOf([...resultsIn(values.report).values()]));
  process.exit();
}

// Who stops a long run leaves no bot and no Redis behind.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const first = Number(values.seed ?? values.from);
const last = values.seed === undefined ? first + Number(values.seeds) - 1 : first;
const size = { grants: Number(values.grants), span: Number(values.span), shares: 3 };
const earlier = values.results ? resultsIn(values.results) : new Map<number, Result>();
const wasPlayed = (seed: number) => earlier.has(seed) && earlier.get(seed)?.unplayable === undefined;
const results: Result[] = [];

const seeds = Array.from({ length: last - first + 1 }, (_, index) => first + index);
if (values.mutant) process.exit(await hunt({ word: values.mutant, seeds, jobs: Number(values.jobs), size }));

await runLanes({
  seeds: seeds.filter((seed) => !wasPlayed(seed)),
  jobs: Number(values.jobs),
  // The first bots of a town are the ones that are of the old version.
  each: values.old === undefined ? Number(values.each) : 1,
  task: { size, old: values.old === undefined ? undefined : resolve(values.old, 'src/main.ts') },
  /** No seed is begun after that; `performance.now()` counts from the start. */
  enough: () =>
    performance.now() > Number(values.minutes) * 60_000 || (!values['keep-going'] && results.some(isBroken)),
  tell(result) {
    results.push(result);
    if (values.results) append(values.results, result);
    console.log(tellResult(result));
  },
});
const shown = values.seed ?? results.find(isBroken)?.seed;
if (shown !== undefined) console.log(tellPlan(plan(Number(shown), size)));
console.log(toldOf(results));
process.exit(results.some(isBroken) ? 1 : 0);

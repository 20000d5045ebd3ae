import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { tellPlan, told } from './report.ts';
import { type Outcome, playSeed } from './story.ts';

/** `script/chaos`: plays seeds until one shows what must not be, and tells what was survived. */
const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string', default: '20' },
    from: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '2' },
    grants: { type: 'string', default: '14' },
    span: { type: 'string', default: '5000' },
    minutes: { type: 'string', default: 'Infinity' },
    old: { type: 'string' },
  },
});
const first = Number(values.seed ?? values.from);
const last = values.seed === undefined ? first + Number(values.seeds) - 1 : first;
const old = values.old === undefined ? undefined : resolve(values.old, 'src/main.ts');
const outcomes: Outcome[] = [];
/** No seed is begun after that; `performance.now()` counts from the start. */
const until = Number(values.minutes) * 60_000;
let next = first;
let failed: Outcome | undefined;

async function lane(): Promise<void> {
  while (next <= last && !failed && performance.now() < until) {
    const seed = next;
    next += 1;
    const outcome = await playSeed({ seed, grants: Number(values.grants), span: Number(values.span), old });
    outcomes.push(outcome);
    if (outcome.violations.length > 0) failed ??= outcome;
    const { grants, overstay, recovered, violations } = outcome;
    console.log(
      `seed ${seed}: ${grants} requests, worst overstay ${Math.max(0, ...overstay)} ms, at rest ${(recovered / 1_000).toFixed(1)} s after the faults${violations.length > 0 ? `, ${violations.length} VIOLATIONS` : ''}`,
    );
  }
}

await Promise.all(Array.from({ length: Number(values.jobs) }, lane));
if (values.seed !== undefined || failed) console.log(tellPlan((failed ?? outcomes[0])?.plan));
console.log(told(outcomes));
for (const { plan, violations } of outcomes.filter((one) => one.violations.length > 0)) {
  console.log(`\nseed ${plan.seed} (again: script/chaos --seed ${plan.seed}):\n  ${violations.join('\n  ')}`);
}
process.exit(failed ? 1 : 0);

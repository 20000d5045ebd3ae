import type { Plan } from './plan.ts';
import type { Outcome } from './story.ts';

/** The faults of a seed, in order. */
export function tellPlan(plan: Plan | undefined): string {
  const lines = plan?.strikes.map(
    ({ at, kind, bot, ms, commands, calls }) =>
      `  ${(at / 1_000).toFixed(1)} s  ${kind} (bot ${bot}, ${ms} ms, command ${commands}, ${calls} calls)`,
  );
  return `\nThe faults of seed ${plan?.seed}, with ${plan?.bots} bots:\n${lines?.join('\n')}`;
}

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** The summary of all that was played. */
export function told(outcomes: readonly Outcome[]): string {
  const faults = new Map<string, number>();
  for (const outcome of outcomes) {
    for (const [kind, times] of outcome.faults) faults.set(kind, (faults.get(kind) ?? 0) + times);
  }
  const proved = outcomes.flatMap((one) => one.proved).sort((a, b) => a - b);
  const overstay = outcomes.flatMap((one) => one.overstay).sort((a, b) => a - b);
  const sum = (of: (one: Outcome) => number) => outcomes.reduce((total, one) => total + of(one), 0);
  const rest = Math.max(0, ...outcomes.map(({ recovered }) => recovered));
  return [
    '',
    `seeds ${outcomes.length}, requests ${sum(({ grants }) => grants)}, ends ${proved.length}`,
    `faults that took place: ${[...faults]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([kind, times]) => `${kind} ${times}`)
      .join(', ')}`,
    `worst overstay ${overstay.at(-1) ?? 0} ms (p50 ${quantile(overstay, 0.5)}, p99 ${quantile(overstay, 0.99)})`,
    `end → proved gone: p50 ${quantile(proved, 0.5)} ms, p99 ${quantile(proved, 0.99)} ms, worst ${proved.at(-1) ?? 0} ms`,
    `nothing in hand ${(rest / 1_000).toFixed(1)} s after the last fault, at worst`,
    `lost ${sum(({ lost }) => lost)}, duplicates ${sum(({ twice }) => twice)}, violations ${sum(({ violations }) => violations.length)}`,
  ].join('\n');
}

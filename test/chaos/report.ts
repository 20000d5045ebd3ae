import type { Plan } from './plan.ts';
import type { Result } from './results.ts';
import type { Outcome } from './story.ts';

/** The faults of a seed, in order. */
export function tellPlan({ seed, bots, strikes }: Plan): string {
  const lines = strikes.map(
    ({ at, kind, bot, ms, commands, calls }) =>
      `  ${(at / 1_000).toFixed(1)} s  ${kind} (bot ${bot}, ${ms} ms, command ${commands}, ${calls} calls)`,
  );
  return `\nThe faults of seed ${seed}, with ${bots} bots:\n${lines.join('\n')}`;
}

/** One seed on one line. */
export function tellResult(result: Result): string {
  if (result.unplayable !== undefined) return `seed ${result.seed}: not played, ${result.unplayable}`;
  const { seed, grants, overstay, recovered, violations } = result;
  const rest = `at rest ${(recovered / 1_000).toFixed(1)} s after the faults`;
  const bad = violations.length > 0 ? `, ${violations.length} VIOLATIONS` : '';
  return `seed ${seed}: ${grants} requests, worst overstay ${Math.max(0, ...overstay)} ms, ${rest}${bad}`;
}

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
const inOrder = (numbers: number[]): number[] => numbers.sort((a, b) => a - b);

/** The summary of all that was played. */
export function told(outcomes: readonly Outcome[]): string {
  const faults = new Map<string, number>();
  for (const outcome of outcomes) {
    for (const [kind, times] of Object.entries(outcome.faults)) faults.set(kind, (faults.get(kind) ?? 0) + times);
  }
  const proved = inOrder(outcomes.flatMap((one) => one.proved));
  const overstay = inOrder(outcomes.flatMap((one) => one.overstay));
  const rest = inOrder(outcomes.map(({ recovered }) => recovered));
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
  const sum = (of: (one: Outcome) => number) => outcomes.reduce((total, one) => total + of(one), 0);
  return [
    '',
    `seeds ${outcomes.length}, requests ${sum(({ grants }) => grants)}, ends ${proved.length}`,
    `faults that took place: ${[...faults]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([kind, times]) => `${kind} ${times}`)
      .join(', ')}`,
    `worst overstay ${overstay.at(-1) ?? 0} ms (p50 ${quantile(overstay, 0.5)}, p99 ${quantile(overstay, 0.99)})`,
    `end → proved gone: p50 ${quantile(proved, 0.5)} ms, p99 ${quantile(proved, 0.99)} ms, worst ${proved.at(-1) ?? 0} ms`,
    `nothing in hand after the last fault: p50 ${seconds(quantile(rest, 0.5))}, p99 ${seconds(quantile(rest, 0.99))}, worst ${seconds(rest.at(-1) ?? 0)}`,
    `lost ${sum(({ lost }) => lost)}, duplicates ${sum(({ twice }) => twice)}, violations ${sum(({ violations }) => violations.length)}`,
  ].join('\n');
}

/** The summary of a run, what broke, and what this machine could not play. */
export function toldOf(results: readonly Result[]): string {
  const played = results.filter((one) => one.unplayable === undefined);
  const broken = played.filter(({ violations }) => violations.length > 0);
  const unplayable = results.filter((one) => one.unplayable !== undefined);
  return [
    told(played),
    ...broken.map(
      ({ seed, violations }) => `\nseed ${seed} (again: script/chaos --seed ${seed}):\n  ${violations.join('\n  ')}`,
    ),
    ...(unplayable.length > 0 ? [`\nnot played:\n  ${unplayable.map(tellResult).join('\n  ')}`] : []),
  ].join('\n');
}

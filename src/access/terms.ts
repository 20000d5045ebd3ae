import type { AssetKind } from './asset.ts';
import type { Ms } from './grant.ts';
import { onWhatIsIn } from './group-tasks.ts';
import type { Rules } from './policy-rules.ts';
import type { AssetInfo } from './ports/meta.ts';
import { type DurationRefusal, done, type Outcome, type Refusal, refuse } from './refusal.ts';
import { covers, type Task } from './tasks.ts';

/** What is asked for, once it is known to be possible. */
export type Terms = { level: string; tasks: Task[]; duration: Ms };

/** Levels of a kind that the asset's ceiling allows, in the order of the policy file. */
export const levelsWithin = (rules: Rules, info: AssetInfo): string[] =>
  Object.entries(rules.levels[info.asset.kind])
    .filter(([, tasks]) => withinCeiling(info, tasksOn(info, tasks)))
    .map(([name]) => name);

const tasksOn = ({ contains }: AssetInfo, tasks: Task[]): Task[] => (contains ? onWhatIsIn(tasks, contains) : tasks);

/** What is not shared has no ceiling yet. A level of which there is nothing to give on an asset is beyond it. */
const withinCeiling = (info: AssetInfo, tasks: Task[]): boolean =>
  tasks.length > 0 && (info.permitted === null || sharedRefusal(info) !== null || covers(info.permitted, tasks));

/** Whether a span keeps to the limits of the business; milliseconds. */
export function durationRefusal({ durations }: Pick<Rules, 'durations'>, asked: Ms): DurationRefusal | null {
  const { min, max } = durations;
  if (asked < min) return { code: 'too_short', asked, min };
  if (asked > max) return { code: 'too_long', asked, max };
  return null;
}

function levelRefusal(rules: Rules, kind: AssetKind, level: string): Refusal | null {
  const levels = Object.keys(rules.levels[kind]);
  return levels.includes(level) ? null : { code: 'level_unknown', level, levels };
}

/** An asset that people can be assigned on, or why not. */
export function sharedRefusal(info: AssetInfo): Refusal | null {
  if (info.ownership === 'pending') return { code: 'asset_pending', asset: info.asset, name: info.name };
  if (info.ownership === 'none') return { code: 'asset_not_shared', asset: info.asset, name: info.name };
  return null;
}

/** Checks level and duration against the policy and the customer's ceiling; with `unshared`, for an asset that is still to be shared. */
export function termsFor(
  rules: Rules,
  info: AssetInfo,
  wish: { level?: string | undefined; duration?: Ms | undefined },
  { unshared = false } = {},
): Outcome<Terms> {
  const level = (wish.level ?? rules.defaultLevel).toLowerCase();
  const duration = wish.duration ?? rules.durations.default;
  const all = rules.levels[info.asset.kind][level];
  const refusal =
    (unshared ? null : sharedRefusal(info)) ??
    levelRefusal(rules, info.asset.kind, level) ??
    durationRefusal(rules, duration);
  if (refusal) return refuse(refusal);
  if (!all) throw new Error(`level ${level} has no tasks`);

  const tasks = tasksOn(info, all);
  if (!withinCeiling(info, tasks)) {
    return refuse({
      code: 'above_ceiling',
      level,
      tasks: all,
      ceiling: info.permitted ?? [],
      ownership: info.ownership,
      within: levelsWithin(rules, info),
    });
  }
  return done({ level, tasks, duration });
}

import type { Ms } from '../grant.ts';
import type { AssetLook } from '../ports/watch.ts';
import { isUnsure } from './look.ts';

export const MINUTE: Ms = 60_000;
const DAY: Ms = 1_440 * MINUTE;
/** An asset with grants, or that had some within a day, is looked at so often. */
const OFTEN: Ms = 10 * MINUTE;
/** After a first look that showed a difference. */
const SOON: Ms = 1.5 * MINUTE;
/** As many looks as one turn takes, so that what is urgent is not held up by what is not. */
export const MOST = 50;

/**
 * Which assets to look at now: those in use every ten minutes, and of all others so many that each comes once a day. `slow`: when one of
 * those was looked at last; in the answer, whether one is.
 */
export function dueAssets({
  now,
  live,
  looks,
  slow,
  most,
}: {
  now: Ms;
  live: ReadonlySet<string>;
  looks: ReadonlyMap<string, AssetLook>;
  slow: Ms;
  most: number;
}): { keys: string[]; slow: boolean } {
  const often: Dated[] = [...live].filter((key) => !looks.has(key)).map((key) => ({ key, at: 0 }));
  const seldom: Dated[] = [];
  for (const [key, look] of looks) {
    const { at, live: used, unshown } = look;
    const inUse = live.has(key) || (used !== undefined && now - used < DAY);
    if (isUnsure(look) || (unshown !== undefined && inUse)) {
      if (now - at >= SOON) often.push({ key, at });
    } else if (inUse) {
      if (now - at >= OFTEN) often.push({ key, at });
    } else if (now - at >= DAY) seldom.push({ key, at });
  }
  const first = oldest(often, most);
  const gap = Math.min(MINUTE, DAY / Math.max(1, looks.size));
  const room = Math.min(most - first.length, Math.floor((now - slow) / gap));
  const rest = oldest(seldom, Math.max(0, room));
  return { keys: [...first, ...rest].map(({ key }) => key), slow: rest.length > 0 };
}

type Dated = { key: string; at: Ms };

/** So many that come first by their time. Sorting all of very many would hold up everything else. */
function oldest(all: readonly Dated[], count: number): Dated[] {
  if (count < 1) return [];
  const edge = Float64Array.from(all, ({ at }) => at).sort()[count - 1] ?? Number.POSITIVE_INFINITY;
  const before = all.filter(({ at }) => at < edge).sort((a, b) => a.at - b.at);
  const beside = all.filter(({ at }) => at === edge);
  return [...before, ...beside].slice(0, count);
}

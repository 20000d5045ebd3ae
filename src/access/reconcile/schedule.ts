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
const MOST = 50;

/**
 * Which assets to look at now: those in use every ten minutes, and of all others so many that each comes once a day. `slow`: when one of
 * those was looked at last; in the answer, whether one is.
 */
export function dueAssets({
  now,
  live,
  looks,
  slow,
}: {
  now: Ms;
  live: ReadonlySet<string>;
  looks: ReadonlyMap<string, AssetLook>;
  slow: Ms;
}): { keys: string[]; slow: boolean } {
  const often: { key: string; at: Ms }[] = [...live].filter((key) => !looks.has(key)).map((key) => ({ key, at: 0 }));
  const seldom: { key: string; at: Ms }[] = [];
  for (const [key, look] of looks) {
    const { at, live: used, unshown } = look;
    const inUse = live.has(key) || (used !== undefined && now - used < DAY);
    if (isUnsure(look) || (unshown !== undefined && inUse)) {
      if (now - at >= SOON) often.push({ key, at });
    } else if (inUse) {
      if (now - at >= OFTEN) often.push({ key, at });
    } else if (now - at >= DAY) seldom.push({ key, at });
  }
  const first = often.sort((a, b) => a.at - b.at).slice(0, MOST);
  const gap = Math.min(MINUTE, DAY / Math.max(1, looks.size));
  const room = Math.min(MOST - first.length, Math.floor((now - slow) / gap));
  const rest = seldom.sort((a, b) => a.at - b.at).slice(0, Math.max(0, room));
  return { keys: [...first, ...rest].map(({ key }) => key), slow: rest.length > 0 };
}

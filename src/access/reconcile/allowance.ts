import type { Ms } from '../grant.ts';
import type { WatchState } from '../ports/watch.ts';

const HOUR: Ms = 3_600_000;
/** A watch that was interrupted for longer may have lost what happened meanwhile, or woken with a state of long ago. */
const GAP: Ms = 900_000;
/** In an hour so many grants are changed by what Meta shows, without a lead's word: a tenth of the assets in use, within these. */
const LEAST = 3;
const MOST = 20;

const FRESH: WatchState = { beat: 0, unbroken: 0, listed: 0, slow: 0, acts: [] };

/** The state as the watch goes on at `now`: after a gap nothing that was before is taken for known. */
export function goingOn(state: WatchState | null, now: Ms): WatchState {
  const known = state ?? FRESH;
  const broken = now - known.beat > GAP || now < known.beat - GAP;
  return { ...known, beat: now, unbroken: broken ? now : known.unbroken };
}

/** Counts one act; null when that is too many, so that wrong or lost state never takes access from many. */
export function spend(state: WatchState, now: Ms, assets: number): WatchState | null {
  if (state.stopped !== undefined) return null;
  const acts = state.acts.filter((at) => now - at < HOUR);
  const most = Math.min(MOST, Math.max(LEAST, Math.ceil(assets / 10)));
  return acts.length < most ? { ...state, acts: [...acts, now] } : null;
}

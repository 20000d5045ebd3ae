import type { Ms } from '../access/grant.ts';
import type { AssetLook, Watch } from '../access/ports/watch.ts';

/** Of up to so many assets all is read at each turn. */
const FEW = 5_000;
/** Of more, reading may take one in so many parts of the time. */
const SHARE = 20;

/** What is in use and how each asset was last seen; good for so many turns. `agenda`: what is due, as far as that was worked out. */
export type Survey = {
  live: ReadonlySet<string>;
  known: Map<string, AssetLook>;
  turns: number;
  agenda: string[] | null;
};

/**
 * Reads what reconciling goes by. Where there is very much of it, that is done now and then, since it takes longer the more there is; `now`
 * wants it in any case. `every`: ms from turn to turn.
 */
export function createSurvey(
  watch: Pick<Watch, 'liveAssets' | 'looks'>,
  every: Ms,
  { few = FEW, clock = () => performance.now() } = {},
) {
  let last: Survey | null = null;
  let until: Ms = 0;

  return async function survey(now: boolean): Promise<Survey> {
    if (last && !now && clock() < until) return last;
    const begin = clock();
    const [live, known] = [new Set(await watch.liveAssets()), await watch.looks()];
    const took = clock() - begin;
    const rest = live.size + known.size > few ? took * SHARE : 0;
    until = clock() + rest;
    last = { live, known, turns: 1 + Math.floor(rest / every), agenda: null };
    return last;
  };
}

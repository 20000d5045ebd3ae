import { assetKey, parseAssetKey } from '../access/asset.ts';
import type { Desk } from '../access/desk.ts';
import { HALLPASS } from '../access/event.ts';
import type { Ms } from '../access/grant.ts';
import type { Log } from '../access/log.ts';
import type { Lease } from '../access/ports/ledger.ts';
import { MetaError } from '../access/ports/meta.ts';
import type { Once } from '../access/ports/once.ts';
import type { Messenger } from '../access/ports/slack.ts';
import type { AssetLook } from '../access/ports/watch.ts';
import { goingOn, spend } from '../access/reconcile/allowance.ts';
import { compareLooks, isUnsure } from '../access/reconcile/look.ts';
import { dueAssets, MINUTE, MOST } from '../access/reconcile/schedule.ts';
import { see } from '../access/reconcile/see.ts';
import { steady } from '../access/steady.ts';
import { type Loop, startLoop } from '../loop.ts';
import { Later } from './later.ts';
import { act } from './reconcile-act.ts';
import { settleFindings } from './settle-findings.ts';
import { createSurvey } from './survey.ts';
import { createFindingTeller } from './tell-findings.ts';
import { LOOKS } from './write.ts';

/** How often to see which assets are due; Redis alone is asked for that. */
const EVERY: Ms = 5_000;
/** Who has just started has more urgent things to do. */
const START: Ms = 30_000;
const LEASE: Ms = 10_000;
/** The list of all assets is read so often. */
const LIST: Ms = 60 * MINUTE;

export type ReconcileDeps = { desk: Desk; messenger: Messenger; once: Once; log: Log };

/** Compares what Hallpass knows with what Meta shows, asset by asset, for ever. */
export function startReconcile(deps: ReconcileDeps): Loop {
  const turn = createReconcile(deps);
  let started = false;
  return startLoop('reconcile', deps.log, async () => {
    if (started) await turn();
    const wait = started ? EVERY : START;
    started = true;
    return wait;
  });
}

/**
 * Looks at the assets that are due, one after the other, and does what follows. Any number of instances may do this: one of them looks,
 * and how far it is stands in the store.
 */
export function createReconcile(
  deps: ReconcileDeps,
  looks: readonly Ms[] = LOOKS,
  survey = createSurvey(deps.desk.ledger.watch, EVERY),
): () => Promise<void> {
  const { desk } = deps;
  const teller = createFindingTeller(deps);

  return async function turn() {
    if (desk.meta.standing().refused) return;
    const lease = await desk.ledger.lease('reconcile', LEASE);
    if (!lease) return;
    try {
      await lookAround(deps, { lease, looks, teller, survey });
      await settleFindings(deps, looks);
      await teller.tell(lease);
    } finally {
      await lease.release();
    }
  };
}

type Turning = {
  lease: Lease;
  looks: readonly Ms[];
  teller: ReturnType<typeof createFindingTeller>;
  survey: ReturnType<typeof createSurvey>;
};

async function lookAround(deps: ReconcileDeps, { lease, looks, teller, survey }: Turning): Promise<void> {
  const { desk } = deps;
  const { watch } = desk.ledger;
  const now = desk.clock.now();
  const listing = now - ((await watch.state())?.listed ?? 0) >= LIST;
  const all = await survey(listing);
  const { live, known } = all;
  const listed = listing ? await list(desk, known).catch(unlessMeta(deps, 'list')) : null;
  // Read only now, since a lead may have let it go on while that took its time.
  let state = goingOn(await watch.state(), now);
  if (listed !== null) state = { ...state, listed };
  await watch.setState(state);

  if (!all.agenda) {
    const due = dueAssets({ now, live, looks: known, slow: state.slow, most: MOST * all.turns });
    if (due.slow) state = { ...state, slow: now };
    all.agenda = due.keys;
  }
  const may = async () => {
    const next = spend(state, desk.clock.now(), live.size);
    if (!next) {
      if (state.stopped !== undefined) return false;
      const at = desk.clock.now();
      state = { ...state, stopped: at };
      await watch.turn(state, { kind: 'reconcile-stopped', at, actor: HALLPASS });
      return false;
    }
    state = next;
    await watch.setState(state);
    return true;
  };
  const asked = new Set(await watch.askedLooks());
  for (const key of new Set([...all.agenda.splice(0, MOST), ...asked])) {
    if (!lease.held()) return;
    const asset = parseAssetKey(key);
    if (!asset) continue;
    const before = (await watch.look(key)) ?? undefined;
    const late = known.get(key);
    if (before) known.set(key, before);
    // Another instance looked since the survey.
    if (before && before.at > (late?.at ?? 0) && !asked.has(key)) continue;
    const same = steady(desk);
    const seen = await see(same, asset, state.unbroken).catch(unlessMeta(deps, key));
    // Kept also when Meta refused, so that one asset does not hold up the others.
    const compared = seen && compareLooks(desk.clock, before, seen, live.has(key));
    const next = compared?.next ?? { ...before, at: now };
    await watch.noteLook(key, next);
    known.set(key, next);
    if (!seen || !compared) continue;
    const acting = { desk: same, looks, may, back: teller.back };
    await act(acting, asset, seen, compared.sure).catch(unlessMeta(deps, key));
  }
  const done = () => state.listed > 0 && !known.values().some((look) => look.at === 0 || isUnsure(look));
  if (state.first === undefined && done()) state = { ...state, first: desk.clock.now() };
  // A lead may have let it go on meanwhile.
  const stored = await watch.state();
  if (lease.held() && stored?.stopped === state.stopped) await watch.setState(state);
}

/** Takes up the assets that are new to the business, and lets go of those that are in it no more and that nobody used of late. */
async function list(desk: Desk, known: Map<string, AssetLook>): Promise<Ms> {
  const { watch } = desk.ledger;
  const all = new Set((await desk.meta.assets()).map(({ asset }) => assetKey(asset)));
  for (const key of all) {
    if (known.has(key)) continue;
    known.set(key, { at: 0 });
    await watch.noteLook(key, { at: 0 });
  }
  for (const [key, { live, unshown }] of known) {
    if (all.has(key) || live !== undefined || unshown !== undefined) continue;
    known.delete(key);
    await watch.noteLook(key, null);
  }
  return desk.clock.now();
}

const unlessMeta =
  ({ log }: ReconcileDeps, asset: string) =>
  (error: unknown): null => {
    if (error instanceof Later) return null;
    if (!(error instanceof MetaError)) throw error;
    if (!error.withheld)
      log.warn({ asset, kind: error.kind, fbtraceId: error.traceId }, 'reconcile: Meta did not tell');
    return null;
  };

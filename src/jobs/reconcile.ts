import { assetKey, parseAssetKey } from '../access/asset.ts';
import type { Desk } from '../access/desk.ts';
import { HALLPASS } from '../access/event.ts';
import type { Ms } from '../access/grant.ts';
import type { Log } from '../access/log.ts';
import type { Lease } from '../access/ports/ledger.ts';
import { MetaError } from '../access/ports/meta.ts';
import type { Once } from '../access/ports/once.ts';
import type { Messenger } from '../access/ports/slack.ts';
import type { AssetLook, WatchState } from '../access/ports/watch.ts';
import { goingOn, spend } from '../access/reconcile/allowance.ts';
import { compareLooks, isUnsure } from '../access/reconcile/look.ts';
import { dueAssets, MINUTE } from '../access/reconcile/schedule.ts';
import { see } from '../access/reconcile/see.ts';
import { type Loop, startLoop } from '../loop.ts';
import { Later } from './later.ts';
import { act } from './reconcile-act.ts';
import { settleFindings } from './settle-findings.ts';
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
export function createReconcile(deps: ReconcileDeps, looks: readonly Ms[] = LOOKS): () => Promise<void> {
  const { desk } = deps;
  const teller = createFindingTeller(deps);

  return async function turn() {
    if (desk.meta.standing().refused) return;
    const lease = await desk.ledger.lease('reconcile', LEASE);
    if (!lease) return;
    try {
      await lookAround(deps, { lease, looks, teller });
      await settleFindings(deps, looks);
      await teller.tell(lease);
    } finally {
      await lease.release();
    }
  };
}

type Turning = { lease: Lease; looks: readonly Ms[]; teller: ReturnType<typeof createFindingTeller> };

async function lookAround(deps: ReconcileDeps, { lease, looks, teller }: Turning): Promise<void> {
  const { desk } = deps;
  const { watch } = desk.ledger;
  const now = desk.clock.now();
  const live = new Set(await watch.liveAssets());
  const known = await watch.looks();
  let state = goingOn(await watch.state(), now);
  if (now - state.listed >= LIST) state = (await list(desk, state, known).catch(unlessMeta(deps, 'list'))) ?? state;
  await watch.setState(state);

  const due = dueAssets({ now, live, looks: known, slow: state.slow });
  if (due.slow) state = { ...state, slow: now };
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
  const asked = await watch.askedLooks();
  for (const key of new Set([...due.keys, ...asked])) {
    if (!lease.held()) return;
    const asset = parseAssetKey(key);
    if (!asset) continue;
    const before = known.get(key);
    const seen = await see(desk, asset, state.unbroken).catch(unlessMeta(deps, key));
    // Kept also when Meta refused, so that one asset does not hold up the others.
    if (!seen) await watch.noteLook(key, { ...before, at: now });
    if (!seen) continue;
    const { next, sure } = compareLooks(desk.clock, before, seen, live.has(key));
    await watch.noteLook(key, next);
    known.set(key, next);
    const acting = { desk, looks, may, back: teller.back };
    await act(acting, asset, seen, sure).catch(unlessMeta(deps, key));
  }
  const done = state.listed > 0 && ![...known.values()].some((look) => look.at === 0 || isUnsure(look));
  if (state.first === undefined && done) state = { ...state, first: desk.clock.now() };
  // A lead may have let it go on meanwhile.
  const stored = await watch.state();
  if (lease.held() && stored?.stopped === state.stopped) await watch.setState(state);
}

/** Takes up the assets that are new to the business, and lets go of those that are in it no more and that nobody used of late. */
async function list(desk: Desk, state: WatchState, known: Map<string, AssetLook>): Promise<WatchState> {
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
  return { ...state, listed: desk.clock.now() };
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

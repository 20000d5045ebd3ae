import { setTimeout as sleep } from 'node:timers/promises';
import { assetKey } from '../access/asset.ts';
import type { Desk } from '../access/desk.ts';
import type { Ms } from '../access/grant.ts';
import type { Canary } from '../access/policy-rules.ts';
import type { Lease } from '../access/ports/ledger.ts';
import { isPaused, MetaError } from '../access/ports/meta.ts';
import { SlackError } from '../access/ports/slack.ts';
import type { CanaryState } from '../access/ports/watch.ts';
import { covers, type Task } from '../access/tasks.ts';
import { type Loop, startLoop } from '../loop.ts';
import { canaryDown, canaryUp } from '../views/canary.ts';
import { Busy, Later } from './later.ts';
import type { ReconcileDeps } from './reconcile.ts';
import { sayOnce, wasSaid } from './say-once.ts';
import { takeAway } from './take-away.ts';
import type { PairRef } from './write.ts';

const EVERY: Ms = 5_000;
const LEASE: Ms = 10_000;
const PAIR_LEASE: Ms = 4_000;
/** Given and taken, on every kind of asset. */
const TASKS: Task[] = ['ANALYZE'];
/** What failed is tried again so soon, and told when it fails again. */
const AGAIN: Ms = 60_000;
/** Longer than this, by real time, is as bad as a failure. */
const SLOW: Ms = 30_000;
/** Waits before the reads that follow a write. */
const LOOKS: readonly Ms[] = [0, 100, 300, 800, 1_800, 3_000, 5_000];

/** Gives and takes access on the test asset of a business, for ever. */
export function startCanary(deps: ReconcileDeps, canary: Canary): Loop {
  const turn = createCanary(deps, canary);
  return startLoop('canary', deps.log, async () => {
    await turn();
    return EVERY;
  });
}

/** One instance's canary; each call tries when it is time, and tells what was not told yet. */
export function createCanary(deps: ReconcileDeps, canary: Canary, looks: readonly Ms[] = LOOKS): () => Promise<void> {
  const { desk, log } = deps;
  const { watch, lease: take } = desk.ledger;

  async function tryOnce(before: CanaryState | null): Promise<void> {
    const at = desk.clock.now();
    const began = performance.now();
    let given = before?.given === true;
    const note = async () => {
      given = true;
      await watch.setCanary({ ...before, at, given });
    };
    try {
      const ref = { asset: canary.asset, principal: await principalOf(desk, canary) };
      // A crash may have left what an earlier try gave.
      if (given) await takeAway(desk, ref, TASKS, looks);
      given = false;
      await give(desk, ref, { looks, note });
      if ((await takeAway(desk, ref, TASKS, looks)) !== 'taken') throw new Failed('somebody else uses the test asset');
      const took = Math.round(performance.now() - began);
      if (took > SLOW) throw new Failed(`it took ${Math.round(took / 1_000)} s`);
      await watch.setCanary({ at, took, ...(before?.failing?.told ? { failing: before.failing } : {}) });
    } catch (error) {
      if (error instanceof Busy || (error instanceof MetaError && isPaused(error))) return;
      if (!(error instanceof Failed || error instanceof Later || error instanceof MetaError)) throw error;
      const failing = {
        ...before?.failing,
        since: before?.failing?.since ?? at,
        tries: (before?.failing?.tries ?? 0) + 1,
      };
      log.warn({ reason: error.message }, 'the canary failed');
      // Only what it took back for sure is not looked for again.
      await watch.setCanary({ at, failed: error.message, failing, ...(given ? { given } : {}) });
    }
  }

  return async function turn() {
    if (desk.meta.standing().refused) return;
    const lease = await take('canary', LEASE);
    if (!lease) return;
    try {
      const before = await watch.canary();
      const wait = before?.failed || before?.given ? AGAIN : canary.every;
      if (!before || desk.clock.now() - before.at >= wait) await tryOnce(before);
      await tell(deps, lease).catch((error: unknown) => {
        if (!(error instanceof SlackError)) throw error;
        log.warn({ code: error.code }, 'Slack did not take the word of the canary, it comes again');
      });
    } finally {
      await lease.release();
    }
  };
}

class Failed extends Error {}

async function principalOf({ meta }: Desk, { person }: Canary): Promise<string> {
  if (!person.includes('@')) return person;
  const found = await meta.person(person);
  if (found.kind !== 'member') throw new Failed('Meta knows no such person in the business');
  return found.id;
}

/** Gives, on nothing that anybody holds there: what is not the canary's own is never touched. */
async function give(
  desk: Desk,
  ref: PairRef,
  { looks, note }: { looks: readonly Ms[]; note(): Promise<void> },
): Promise<void> {
  const { ledger, meta, clock } = desk;
  const { asset, principal } = ref;
  const lease = await ledger.lease(`pair:${assetKey(asset)}:${principal}`, PAIR_LEASE);
  if (!lease) throw new Busy();
  try {
    const { grants, giving, generation } = await ledger.pair(asset, principal);
    const held = await meta.held(asset, principal, 'grant');
    if (grants.length > 0 || giving.length > 0 || (held?.length ?? 0) > 0)
      throw new Failed('the test person holds something on the test asset already, which is left as it is');
    await note();
    await ledger.noteWrite(asset, principal, { generation, baseline: [], at: clock.now() });
    await meta.assign(asset, principal, TASKS, 'grant');
    for (const wait of looks) {
      if (wait > 0) await sleep(wait);
      if (covers((await meta.held(asset, principal, 'grant')) ?? [], TASKS)) return;
    }
    throw new Failed('Meta does not show what was given');
  } finally {
    await lease.release();
  }
}

/** Tells a second failure in a row once, and its end once. */
async function tell({ desk, messenger, once }: ReconcileDeps, lease: Lease): Promise<void> {
  const { business, ledger, clock } = desk;
  const state = await ledger.watch.canary();
  const { failing, failed } = state ?? {};
  if (!state || !failing) return;
  const channel = business.rules.opsChannel ?? business.channels[0] ?? '';
  const name = business.name ?? business.key;
  const deps = { messenger, once, clock };
  const key = `canary-${failing.since}`;
  if (failed !== undefined) {
    if (failing.tries < 2 || failing.told) return;
    const said = await sayOnce(deps, { channel, key: `${key}-down`, message: canaryDown(name, failed) }, lease);
    if (said) await ledger.watch.setCanary({ ...state, failing: { ...failing, told: true } });
    return;
  }
  const told = await wasSaid(deps, { channel, key: `${key}-down` });
  const up = { channel, key: `${key}-up`, message: canaryUp(name, state.took ?? 0) };
  if (told && !(await sayOnce(deps, up, lease))) return;
  const { failing: _, ...rest } = state;
  await ledger.watch.setCanary(rest);
}

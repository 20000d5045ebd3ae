import { setTimeout as sleep } from 'node:timers/promises';
import { assetKey } from '../access/asset.ts';
import { aim, type Claim } from '../access/desired.ts';
import type { Ms } from '../access/grant.ts';
import type { Clock } from '../access/ports/clock.ts';
import { type Meta, MetaError } from '../access/ports/meta.ts';
import { beyond, common, type Task } from '../access/tasks.ts';
import { beforeOf, type Live, type Obligations, pairOf, standingOf } from '../archive/obligations.ts';

/** `after`: how long past its end an access must be; `cap`: with more to take away than this, nothing is; `looks`: waits before reads. */
export type SweepOptions = { after: Ms; apply: boolean; cap: number; looks?: readonly Ms[] };

/** What became of one (asset, principal): `gone` was so already, `left` is still held although Meta took the removal. */
export type Swept = {
  business: string;
  grants: string[];
  asset: string;
  principal: string;
  holder: string;
  since: string;
  did: 'gone' | 'would-take' | 'taken' | 'left' | 'failed' | 'over-the-cap';
  takes?: Task[];
  keeps?: Task[];
  error?: string;
};

type Reach = { business: string; meta: Pick<Meta, 'held' | 'assign' | 'unassign'>; clock: Clock };

/** Long enough for Meta's reads to catch up with a write; ms. */
const LOOKS: readonly Ms[] = [0, 500, 1_500, 3_000];

/** Ends at Meta what is past its end by more than `after`, by the archive and Meta alone. It only takes away, and reads back. */
export async function sweep(
  reach: Reach,
  known: Pick<Obligations, 'open' | 'standing'>,
  options: SweepOptions,
): Promise<Swept[]> {
  const { open } = known;
  const late = open.filter(({ grant }) => endOf(grant) + options.after <= reach.clock.now());
  const pairs = new Map(late.map(({ grant }) => [`${assetKey(grant.asset)} ${grant.principal}`, pairOf(open, grant)]));
  const plans = await Promise.all([...pairs.values()].map((pair) => plan(reach, { pair, known }, options)));
  const taking = plans.filter(({ takes }) => takes.length > 0);
  const over = taking.length > options.cap;
  const done: Swept[] = [];
  for (const one of plans) {
    if (one.report.did === 'failed' || one.takes.length === 0) done.push(one.report);
    else if (over) done.push({ ...one.report, did: 'over-the-cap' });
    else if (!options.apply) done.push(one.report);
    // What was read with all the others may be minutes old, and people take away by hand too.
    else done.push(await take(reach, await plan(reach, { pair: one.pair, known }, options), options.looks ?? LOOKS));
  }
  return done;
}

/** When the grant's access had to be gone, or given up; never for a request. */
function endOf(grant: Live['grant'] | Obligations['open'][number]['grant']): Ms {
  if (grant.state === 'active') return grant.expiresAt;
  if (grant.state === 'ending') return grant.endsAt;
  return grant.state === 'granting' ? grant.giveUpAt : Number.POSITIVE_INFINITY;
}

type Plan = {
  pair: readonly Live[];
  claims: Claim[];
  baseline: Task[];
  owed: Task[];
  keeps: Task[];
  takes: Task[];
  report: Swept;
};

type Pairing = { pair: readonly Live[]; known: Pick<Obligations, 'standing'> };

async function plan(
  { business, meta, clock }: Reach,
  { pair, known }: Pairing,
  { after }: SweepOptions,
): Promise<Plan> {
  const isLate = ({ grant }: Live) => endOf(grant) + after <= clock.now();
  const late = pair.filter(isLate);
  const { grant } = late[0] as Live;
  const { asset, principal, requester } = grant;
  const report: Swept = {
    business,
    grants: late.map(({ grant }) => grant.id),
    asset: assetKey(asset),
    principal,
    holder: requester,
    since: new Date(Math.min(...late.map(({ grant }) => endOf(grant)))).toISOString(),
    did: 'gone',
  };
  const claims = pair.map(
    (one): Claim => ({ tasks: one.grant.tasks, state: isLate(one) ? 'ending' : one.grant.state }),
  );
  const nothing = { pair, claims, baseline: [], owed: [], keeps: [], takes: [] };
  try {
    const held = (await meta.held(asset, principal, 'removal')) ?? [];
    const { before } = await beforeOf(pair, async () => held);
    const { owed = [] } = before;
    const baseline = [...before.baseline, ...beyond(standingOf(known, grant), before.baseline)];
    const { target, leftover } = aim(baseline, claims, held, owed);
    if (leftover.length === 0) return { ...nothing, report };
    // What should be held and is not is given by nobody but the bot.
    const keeps = common(held, target).filter((task) => !leftover.includes(task));
    const plans = { takes: leftover, keeps };
    return { ...nothing, ...plans, baseline, owed, report: { ...report, did: 'would-take', ...plans } };
  } catch (error) {
    return { ...nothing, report: failed(report, error) };
  }
}

const failed = (report: Swept, error: unknown): Swept => {
  if (!(error instanceof MetaError)) throw error;
  return { ...report, did: 'failed', error: error.message };
};

async function take(
  { meta }: Reach,
  { pair, claims, baseline, owed, keeps, report }: Plan,
  looks: readonly Ms[],
): Promise<Swept> {
  if (report.did !== 'would-take') return report;
  const { asset, principal } = (pair[0] as Live).grant;
  const gone = async () => {
    for (const wait of looks) {
      if (wait > 0) await sleep(wait);
      const held = (await meta.held(asset, principal, 'removal')) ?? [];
      if (aim(baseline, claims, held, owed).leftover.length === 0) return true;
    }
    return false;
  };
  const remove = () =>
    meta.unassign(asset, principal).catch((error: unknown) => {
      // That nothing is there is proved by reading.
      if (!(error instanceof MetaError) || error.kind !== 'already') throw error;
    });
  try {
    if (keeps.length > 0) {
      await meta.assign(asset, principal, keeps, 'removal');
      if (await gone()) return { ...report, did: 'taken' };
    }
    // Meta may add to an assignment instead of replacing it: it is taken away whole, and what stays is given again.
    await remove();
    if (keeps.length > 0) await meta.assign(asset, principal, keeps, 'removal');
    return { ...report, did: (await gone()) ? 'taken' : 'left' };
  } catch (error) {
    return failed(report, error);
  }
}

import { type AssetRef, assetKey } from '../access/asset.ts';
import { given } from '../access/desired.ts';
import type { Desk } from '../access/desk.ts';
import { ending } from '../access/end.ts';
import { HALLPASS } from '../access/event.ts';
import type { EndReason, GrantIn, Ms } from '../access/grant.ts';
import type { AssetInfo } from '../access/ports/meta.ts';
import { foundEvent } from '../access/reconcile/found.ts';
import type { Verdict } from '../access/reconcile/judge.ts';
import type { Sure } from '../access/reconcile/look.ts';
import { pairKey, type Seen } from '../access/reconcile/see.ts';
import { beyond, common, covers, type Task } from '../access/tasks.ts';
import { takeAway } from './take-away.ts';

/** `may`: counts one change, false when it is one too many. `back`: hears of access that came back and is taken away again. */
export type Acting = {
  desk: Desk;
  looks: readonly Ms[];
  may(): Promise<boolean>;
  back(grant: GrantIn<'ended'>): Promise<void>;
};

/** Does what follows from sure differences on one asset. False when something was held back. */
export async function act(acting: Acting, asset: AssetRef, seen: Seen, sure: Sure): Promise<boolean> {
  const info = seen.kind === 'shown' ? seen.info : null;
  if (seen.kind === 'shown' || sure.unshown) await letGo(acting.desk, asset, seen);
  let all = true;
  for (const grant of sure.unshared) {
    all = (await acting.may()) && all;
    if (!all) return false;
    await end(acting.desk, grant, 'customer-revoked', grant.tasks);
  }
  for (const [principal, verdict] of sure.verdicts) {
    if (verdict.what === 'outside' || verdict.what === 'more') await find(acting.desk, asset, info, verdict);
    else if (verdict.what === 'less')
      for (const one of verdict.grants) await mark(acting.desk, one.grant, 'less', one.tasks);
    else if (!isGoingOn(verdict) && !(await acting.may())) all = false;
    else if (verdict.what === 'back') await takeBackAgain(acting, principal, verdict);
    else for (const { grant } of verdict.grants) await end(acting.desk, grant, reasonOf(info, grant), grant.tasks);
  }
  return all;
}

/** Counted when it was begun. */
const isGoingOn = (verdict: Verdict): boolean =>
  verdict.what === 'back' && verdict.grant.drift?.what === 'back' && verdict.grant.drift.takenAt === undefined;

const reasonOf = (info: AssetInfo | null, { tasks }: GrantIn<'active'>): EndReason =>
  info?.permitted && !covers(info.permitted, tasks) ? 'customer-revoked' : 'drift';

/** Converge proves the end, as it does any other. In a conflict somebody changed the grant, and the next look sees that. */
async function end(desk: Desk, grant: GrantIn<'active'>, reason: EndReason, tasks: Task[]): Promise<void> {
  const at = desk.clock.now();
  const next = { ...ending(grant, at, { reason }), drift: { at, what: 'gone', tasks } as const };
  const detail = { reason, what: 'gone', tasks: tasks.join(',') };
  await desk.ledger.commit(next, { kind: 'ending', at, actor: HALLPASS, detail });
}

async function mark(desk: Desk, grant: GrantIn<'active'>, what: 'less' | 'more', tasks: Task[]): Promise<void> {
  const at = desk.clock.now();
  const next = { ...grant, version: grant.version + 1, drift: { at, what, tasks } };
  const detail = { what, tasks: tasks.join(',') };
  await desk.ledger.commit(next, { kind: 'drifted', at, actor: HALLPASS, detail });
}

type Back = Extract<Verdict, { what: 'back' }>;

/** Written down before it is done and after it was seen: a crash in between leaves a mark that the next look goes on from. */
async function takeBackAgain({ desk, looks, back }: Acting, principal: string, { grant, tasks }: Back): Promise<void> {
  const { ledger, clock } = desk;
  const at = clock.now();
  let marked = grant;
  if (grant.drift?.what !== 'back' || grant.drift.takenAt !== undefined) {
    marked = { ...grant, version: grant.version + 1, drift: { at, what: 'back', tasks } };
    const detail = { what: 'back', tasks: tasks.join(',') };
    if ((await ledger.commit(marked, { kind: 'drifted', at, actor: HALLPASS, detail })) !== 'ok') return;
  }
  await back(marked);
  if ((await takeAway(desk, { asset: grant.asset, principal }, tasks, looks)) !== 'taken') return;
  const { drift } = marked;
  if (!drift) return;
  const taken = { ...marked, version: marked.version + 1, drift: { ...drift, takenAt: clock.now() } };
  const detail = { tasks: tasks.join(',') };
  await ledger.commit(taken, { kind: 'taken-again', at: clock.now(), actor: HALLPASS, detail });
}

async function find(
  desk: Desk,
  asset: AssetRef,
  info: AssetInfo | null,
  verdict: Extract<Verdict, { what: 'outside' | 'more' }>,
): Promise<void> {
  const { ledger, clock } = desk;
  const { holder, tasks } = verdict;
  const { id: principal, name } = holder;
  const above = beyond(tasks, info?.permitted ?? tasks);
  const facts = {
    ...{ asset, assetName: info?.name ?? '', principal, name, tasks },
    ...(verdict.what === 'more' ? { beside: verdict.grants.map(({ id }) => id) } : {}),
    ...(above.length > 0 ? { above } : {}),
  };
  const beside = facts.beside ? { beside: facts.beside.join(',') } : {};
  // A grant that bears a mark keeps it; what was found stands in the asset's history too.
  const unmarked = verdict.what === 'more' ? verdict.grants.filter(({ drift }) => !drift) : [];
  for (const grant of unmarked) await mark(desk, grant, 'more', tasks);
  await ledger.watch.change(pairKey(asset, principal), (known) => {
    if (known?.state === 'removing' || (known?.state === 'open' && covers(known.tasks, tasks))) return null;
    // What is there beyond what a lead saw is a finding of its own.
    const at = clock.now();
    return { finding: { ...facts, at, state: 'open' }, event: foundEvent('found', { at }, facts, beside) };
  });
}

/** Findings on the asset that are none any more: nothing of them is held, or a grant stands behind it. */
async function letGo({ ledger, clock }: Desk, asset: AssetRef, seen: Seen): Promise<void> {
  for (const [key, { principal, asset: where }] of await ledger.watch.findings()) {
    if (assetKey(where) !== assetKey(asset)) continue;
    const held = seen.kind === 'shown' ? seen.held.get(principal) : [];
    if (held === null) continue;
    const { grants } = await ledger.pair(asset, principal);
    await ledger.watch.change(key, (known) => {
      const there = common(held ?? [], known?.tasks ?? []);
      const left = known?.beside ? beyond(there, given(grants)) : grants.length === 0 ? there : [];
      if (known?.state !== 'open' || left.length > 0) return null;
      return { finding: { ...known, state: 'gone' }, event: foundEvent('found-gone', { at: clock.now() }, known) };
    });
  }
}

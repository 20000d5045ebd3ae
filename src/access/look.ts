import type { AssetRef } from './asset.ts';
import { aim } from './desired.ts';
import type { Desk } from './desk.ts';
import type { AuditEvent } from './event.ts';
import { type Grant, type GrantIn, isLive, type LiveGrant, type PrincipalId, type SlackUserId } from './grant.ts';
import { mayRead } from './policy.ts';
import { type AssetInfo, type Holder, MetaError } from './ports/meta.ts';
import { done, type Outcome, refuse } from './refusal.ts';
import type { Task } from './tasks.ts';

const MOST = 200;

/** What a person has open: requests that wait, and access that is live. Newest first. */
export async function mine(desk: Desk, user: SlackUserId): Promise<Grant[]> {
  const all = await desk.ledger.byPerson(user, MOST);
  return all.filter((grant) => grant.state === 'pending' || isLive(grant));
}

/** Requests that wait for a lead, oldest first. */
export const pending = (desk: Desk): Promise<GrantIn<'pending'>[]> => desk.ledger.pending(MOST);

/** Where the store and Meta say different things about one person: what should be held (with the baseline), and what is. */
export type Difference = { principal: PrincipalId; name?: string; expected: Task[]; held: Task[] };

/** Everything about one asset, from the store and, where it answered, from Meta. */
export type AssetView = {
  asset: AssetRef;
  grants: LiveGrant[];
  pending: GrantIn<'pending'>[];
  /** null: no such asset is visible to the business. */
  info: AssetInfo | null;
  /** null: Meta did not answer, `trouble` says why. */
  holders: Holder[] | null;
  trouble?: string;
  differences: Difference[];
};

/** Looks at an asset in the store and at Meta, and compares. Meta's failure does not hide what the store knows. */
export async function lookAt(desk: Desk, asset: AssetRef): Promise<AssetView> {
  const all = await desk.ledger.byAsset(asset, MOST);
  const grants = all.filter(isLive);
  const waiting = all.filter((grant): grant is GrantIn<'pending'> => grant.state === 'pending');
  const base = { asset, grants, pending: waiting };
  try {
    const info = await desk.meta.asset(asset);
    const shared = info !== null && info.ownership !== 'none' && info.ownership !== 'pending';
    const holders = shared ? await desk.meta.holders(asset) : [];
    return { ...base, info, holders, differences: await differences(desk, asset, grants, holders) };
  } catch (error) {
    if (!(error instanceof MetaError)) throw error;
    return { ...base, info: null, holders: null, trouble: error.message, differences: [] };
  }
}

/** Grants that Meta was not yet seen to have taken are left out: nobody said that they hold. */
async function differences(
  desk: Desk,
  asset: AssetRef,
  grants: readonly LiveGrant[],
  holders: readonly Holder[],
): Promise<Difference[]> {
  const told = grants.filter(({ state }) => state !== 'granting');
  const found: Difference[] = [];
  for (const principal of new Set(told.map((grant) => grant.principal))) {
    const { baseline } = await desk.ledger.pair(asset, principal);
    const holder = holders.find(({ id }) => id === principal);
    const held = holder?.tasks ?? [];
    const own = told.filter((grant) => grant.principal === principal);
    const { reached, target } = aim(baseline ?? [], own, held);
    const name = holder ? { name: holder.name } : {};
    if (!reached) found.push({ principal, ...name, expected: target, held });
  }
  return found;
}

/** What `log` is asked about. */
export type Subject = { asset: AssetRef } | { ticket: string } | { user: SlackUserId };
/** A grant with its whole story, oldest event first. */
export type Story = { grant: Grant; events: AuditEvent[] };

const stories = (desk: Desk, grants: readonly Grant[]): Promise<Story[]> =>
  Promise.all(grants.map(async (grant) => ({ grant, events: await desk.ledger.timeline(grant.id) })));

/** The history of an asset, a ticket or a person, newest grant first; a person's is for themselves, leads and auditors. */
export async function log(desk: Desk, actor: SlackUserId, subject: Subject, limit: number): Promise<Outcome<Story[]>> {
  if ('user' in subject) {
    const allowed = await mayRead(desk, actor, subject.user);
    if (!allowed.ok) return allowed;
    return done(await stories(desk, await desk.ledger.byPerson(subject.user, limit)));
  }
  const grants =
    'asset' in subject
      ? await desk.ledger.byAsset(subject.asset, limit)
      : await desk.ledger.byTicket(subject.ticket, limit);
  return done(await stories(desk, grants));
}

/** One grant with its story. */
export async function story(desk: Desk, id: string): Promise<Outcome<Story>> {
  const grant = await desk.ledger.get(id);
  if (!grant) return refuse({ code: 'unknown_id', id });
  return done({ grant, events: await desk.ledger.timeline(id) });
}

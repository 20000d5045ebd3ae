import type { AssetRef } from './asset.ts';
import type { Desk } from './desk.ts';
import type { AuditEvent } from './event.ts';
import type { Grant, GrantIn, SlackUserId } from './grant.ts';
import { mayRead } from './policy.ts';
import { done, type Outcome, refuse } from './refusal.ts';

const MOST = 200;

/** What a person has asked for and holds or held, newest first. */
export const mine = (desk: Desk, user: SlackUserId): Promise<Grant[]> => desk.ledger.byPerson(user, MOST);

/** Requests that wait for a lead, oldest first. */
export const pending = (desk: Desk): Promise<GrantIn<'pending'>[]> => desk.ledger.pending(MOST);

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
  if (!grant) {
    const archive = desk.business.rules.retention ? ({ archive: true } as const) : {};
    return refuse({ code: 'unknown_id', id, ...archive });
  }
  return done({ grant, events: await desk.ledger.timeline(id) });
}

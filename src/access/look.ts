import { type AssetRef, assetKey } from './asset.ts';
import type { Desk } from './desk.ts';
import type { AuditEvent, FoundEvent } from './event.ts';
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
/** The grants, and for an asset what was found on it and decided about that. */
export type History = { stories: Story[]; found: FoundEvent[] };

const stories = (desk: Desk, grants: readonly Grant[]): Promise<Story[]> =>
  Promise.all(grants.map(async (grant) => ({ grant, events: await desk.ledger.timeline(grant.id) })));

/** The history of an asset, a ticket or a person, newest grant first; a person's is for themselves, leads and auditors. */
export async function log(desk: Desk, actor: SlackUserId, subject: Subject, limit: number): Promise<Outcome<History>> {
  const { ledger } = desk;
  if ('user' in subject) {
    const allowed = await mayRead(desk, actor, subject.user);
    if (!allowed.ok) return allowed;
    return done({ stories: await stories(desk, await ledger.byPerson(subject.user, limit)), found: [] });
  }
  if ('ticket' in subject)
    return done({ stories: await stories(desk, await ledger.byTicket(subject.ticket, limit)), found: [] });
  const grants = await ledger.byAsset(subject.asset, limit);
  const found = await ledger.watch.events(assetKey(subject.asset), limit);
  return done({ stories: await stories(desk, grants), found });
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

import type { Grant, GrantId } from '../access/grant.ts';
import { SlackError } from '../access/ports/slack.ts';
import { card } from '../views/card.ts';
import type { JobDeps } from './job.ts';

/** What Slack says of a message, or of its thread, that somebody deleted. */
const DELETED = new Set(['message_not_found', 'thread_not_found']);
export const isDeleted = (error: unknown): boolean => error instanceof SlackError && DELETED.has(error.code);

/**
 * Brings the card in the channel to the grant's current state: posts it when there is none, also when somebody deleted it, and
 * updates it when it is older than the grant. The caller holds the card's lease. Answers the grant as it was shown.
 */
export async function syncCard(deps: JobDeps, id: GrantId, look: boolean): Promise<Grant | null> {
  const { desk } = deps;
  let deleted: string | undefined;
  for (;;) {
    const grant = await desk.ledger.get(id);
    if (!grant) return null;
    if (grant.card && (grant.cardVersion ?? 0) >= grant.version) return grant;
    if (!grant.card) await postCard(deps, grant, { look: look || deleted !== undefined, deleted });
    else if (await updated(deps, grant, grant.card)) await desk.ledger.setCard(id, grant.card, grant.version);
    else {
      deleted = grant.card;
      await forgetCard(deps, id);
    }
  }
}

/** The card is gone: the next `syncCard` posts another one. */
export const forgetCard = ({ desk }: JobDeps, id: GrantId): Promise<void> => desk.ledger.setCard(id, '', 0);

async function postCard(
  { desk, messenger }: JobDeps,
  grant: Grant,
  { look, deleted }: { look: boolean; deleted: string | undefined },
): Promise<void> {
  const { id, channel } = grant;
  const key = `card-${id}`;
  const found = look ? await messenger.find({ channel, key, since: grant.requestedAt }) : null;
  // Slack's lists may still hold for a moment what was deleted.
  const there = found?.ts === deleted ? null : found;
  const place = there ?? (await messenger.post({ channel, message: card(grant), key, grant: id }));
  await desk.ledger.setCard(id, place.ts, there ? 0 : grant.version);
}

/** False when the message is not there any more. */
async function updated({ messenger }: JobDeps, grant: Grant, ts: string): Promise<boolean> {
  try {
    await messenger.update({ channel: grant.channel, ts }, card(grant));
    return true;
  } catch (error) {
    if (isDeleted(error)) return false;
    throw error;
  }
}

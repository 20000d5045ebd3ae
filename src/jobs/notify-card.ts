import type { Grant, GrantId } from '../access/grant.ts';
import { card } from '../views/card.ts';
import type { JobDeps } from './job.ts';

/**
 * Brings the card in the channel to the grant's current state: posts it when there is none, updates it when it is older than
 * the grant. The caller holds the card's lease. Answers the grant as it was shown.
 */
export async function syncCard({ desk, messenger }: JobDeps, id: GrantId, look: boolean): Promise<Grant | null> {
  for (;;) {
    const grant = await desk.ledger.get(id);
    if (!grant) return null;
    if (grant.card && (grant.cardVersion ?? 0) >= grant.version) return grant;
    const key = `card-${id}`;
    if (grant.card) {
      await messenger.update({ channel: grant.channel, ts: grant.card }, card(grant));
      await desk.ledger.setCard(id, grant.card, grant.version);
    } else {
      const where = { channel: grant.channel, key, since: grant.requestedAt };
      const place =
        (look ? await messenger.find(where) : null) ??
        (await messenger.post({ channel: grant.channel, message: card(grant), key, grant: id }));
      await desk.ledger.setCard(id, place.ts, look ? 0 : grant.version);
    }
  }
}

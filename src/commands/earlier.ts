import type { Desk } from '../access/desk.ts';
import type { EventKind, Origin } from '../access/event.ts';
import type { GrantId } from '../access/grant.ts';
import type { Message } from '../access/ports/slack.ts';
import { type Deed, decided } from '../views/replies/decided.ts';
import { refusalMessage } from '../views/replies/refused.ts';

/** What a person did to a grant, by the event that it left. */
const DEEDS: Partial<Record<EventKind, Deed>> = {
  approved: 'approved',
  denied: 'denied',
  cancelled: 'cancelled',
  ending: 'released',
  'extension-asked': 'extension-asked',
  extended: 'extended',
  'extension-denied': 'extension-denied',
  'customer-asked': 'approved',
  left: 'left',
};

/**
 * What was done in Slack comes again after a crash, or after Redis did not answer in time and did it all the same: it is answered
 * with what it did. Null when it did nothing to this grant.
 */
export async function earlier(desk: Desk, id: GrantId, origin: Origin | undefined): Promise<Message | null> {
  if (origin === undefined) return null;
  const event = (await desk.ledger.timeline(id)).findLast((one) => one.origin === origin);
  const grant = event ? await desk.ledger.get(id) : null;
  if (event?.kind === 'contents-changed' && grant?.contains)
    return refusalMessage({ code: 'group_changed', id, contains: grant.contains });
  const deed = event && DEEDS[event.kind];
  return deed && grant ? decided(deed, grant, desk.meta.standing().refused !== null) : null;
}

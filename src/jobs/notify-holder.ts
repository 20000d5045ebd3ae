import type { AuditEvent, EventKind } from '../access/event.ts';
import { SlackError } from '../access/ports/slack.ts';
import { type PrivateKind, privateMessage } from '../views/private.ts';
import type { JobDeps } from './job.ts';
import type { Notice } from './notify.ts';

/** What concerns the holder alone; everything else is on the card. */
const KINDS: Partial<Record<EventKind, PrivateKind>> = {
  activated: 'active',
  reminded: 'reminder',
  extended: 'extended',
  'extension-denied': 'extension-denied',
  denied: 'denied',
  'customer-declined': 'denied',
  lapsed: 'lapsed',
  failed: 'failed',
  ended: 'ended',
};
/** Events whose messages carry buttons, which must go when the access ends. */
const WITH_BUTTONS: ReadonlySet<EventKind> = new Set(['activated', 'reminded', 'extended', 'extension-denied']);
const CLOSING: ReadonlySet<EventKind> = new Set(['ending', 'ended']);

/** Slack's words for somebody who can be told nothing any more, however often it is tried. */
const GONE: ReadonlySet<string> = new Set(['user_not_found', 'users_not_found', 'user_disabled', 'user_not_visible']);

function unlessGone(error: unknown): null {
  if (error instanceof SlackError && GONE.has(error.code)) return null;
  throw error;
}

const reasonOf = ({ detail }: AuditEvent): string | undefined =>
  detail?.because === undefined ? undefined : String(detail.because);
const keyOf = (event: Pick<AuditEvent, 'id'>): string => `holder-${event.id}`;

/** Tells the holder what concerns them, once; answers the message's ts, or `none`. What they did themselves they know already. */
export async function tellHolder(deps: JobDeps, notice: Notice): Promise<string> {
  const { messenger, desk } = deps;
  const { grant, event, look } = notice;
  if (CLOSING.has(event.kind)) await closeEarlier(deps, notice);
  const kind = KINDS[event.kind];
  if (!kind || event.actor === grant.requester) return 'none';
  // A reminder that comes late, after the end, would only confuse.
  if (kind === 'reminder' && grant.state !== 'active') return 'none';

  const channel = await messenger.direct(grant.requester).catch(unlessGone);
  if (channel === null) return 'none';
  const key = keyOf(event);
  const found = look ? await messenger.find({ channel, key, since: event.at }) : null;
  const message = privateMessage(kind, grant, { now: desk.clock.now(), because: reasonOf(event) });
  return (found ?? (await messenger.post({ channel, message, key }))).ts;
}

/** Takes the buttons off the messages that the holder got while the access was live. */
async function closeEarlier({ messenger, desk }: JobDeps, { grant }: Notice): Promise<void> {
  const events = (await desk.ledger.timeline(grant.id)).filter(({ kind }) => WITH_BUTTONS.has(kind));
  if (events.length === 0) return;
  const channel = await messenger.direct(grant.requester).catch(unlessGone);
  if (channel === null) return;
  for (const event of events) {
    const place = await messenger.find({ channel, key: keyOf(event), since: event.at });
    const kind = KINDS[event.kind];
    if (place && kind)
      await messenger.update(place, privateMessage(kind, grant, { closed: true, because: reasonOf(event) }));
  }
}

import { z } from 'zod';
import { type AuditEvent, committedAt } from '../access/event.ts';
import type { Grant, GrantId, Ms } from '../access/grant.ts';
import type { Lease } from '../access/ports/ledger.ts';
import { type Messenger, SlackError } from '../access/ports/slack.ts';
import type { Job, JobDeps, Try } from './job.ts';
import { Later } from './later.ts';
import { forgetCard, isDeleted, syncCard } from './notify-card.ts';
import { tellHolder } from './notify-holder.ts';
import { tellThread } from './notify-thread.ts';

const Payload = z.object({
  grant: z.string(),
  event: z.string(),
  redelivered: z.boolean(),
  /** The holder's message, once it is sent; kept in the job, so that a later try does not repeat it. */
  holder: z.string().optional(),
});
type Payload = z.infer<typeof Payload>;

/** Longer than Slack takes as a rule, also from the last renewal on: who takes over after a kill looks for what was just being posted. */
const LEASE: Ms = 6_000;
/** For so long it must still be held when something is sent. */
const SENDING: Ms = 3_500;
const PATIENCE: Ms = 600_000;

/** One step of a notification: whether to look for the message first, since an earlier try may have posted it. */
export type Notice = { grant: Grant; event: AuditEvent; look: boolean };

/**
 * Shows an event in Slack: the card from the current state, one line in its thread, one message to the holder where it concerns
 * them. One writer per card; a message that may have been posted by an earlier try is looked for before it is posted again.
 */
export const notifyJob: Job<Payload> = {
  name: 'notify',
  payload: Payload,
  concurrency: 10,
  from: (event, grant, redelivered) => ({ grant: grant.id, event: event.id, redelivered }),
  priority: () => 5,
  async run(deps, payload, attempt) {
    const lease = await deps.desk.ledger.lease(`card:${payload.grant}`, LEASE);
    if (!lease) throw new Later('another worker writes this card', 50);
    try {
      await show({ ...deps, messenger: whileHeld(deps.messenger, lease) }, payload, attempt);
    } catch (error) {
      if (error instanceof SlackError) throw slackLater(deps, payload, error);
      throw error;
    } finally {
      await lease.release();
    }
  },
};

async function show(deps: JobDeps, payload: Payload, attempt: Try): Promise<void> {
  const events = await deps.desk.ledger.timeline(payload.grant);
  const order = events.findIndex(({ id }) => id === payload.event);
  const event = events[order];
  if (!event) return;
  // That it was tried, and handed out, before, a failover may have forgotten.
  const forgotten = committedAt(event) <= deps.desk.ledger.knownSince();
  const look = payload.redelivered || attempt.tries > 1 || forgotten;
  const trouble = await inChannel(deps, payload.grant, events.slice(0, order + 1), look);
  // What the channel does not take is not kept from the holder.
  const grant = payload.holder ? null : await deps.desk.ledger.get(payload.grant);
  if (grant) await attempt.remember({ holder: await tellHolder(deps, { grant, event, look }) });
  if (trouble) throw trouble;
}

/**
 * The card, and in its thread the lines up to the last of these events, in their order: also those before it that nobody has told yet. `look` is about the
 * last one. Answers Slack's refusal, if there was one.
 */
async function inChannel(
  deps: JobDeps,
  id: GrantId,
  events: readonly AuditEvent[],
  look: boolean,
): Promise<SlackError | null> {
  const last = events.at(-1) as AuditEvent;
  try {
    // Only the first event's first try can know that there is no card yet; a later event may follow a post that a crash cut off.
    const grant = await syncCard(deps, id, look || last.kind !== 'requested');
    if (!grant) return null;
    for (const event of events.slice(grant.told ?? 0)) {
      await tellThread(deps, { grant, event, look: look || event !== last }).catch(unlessOld(deps, event, last));
      await deps.desk.ledger.setTold(id, event.id);
    }
    return null;
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    if (isDeleted(error)) await forgetCard(deps, id);
    return error;
  }
}

/** A line comes after those before it, but does not wait for them for ever: Slack may never take one of them. */
const unlessOld =
  ({ desk }: JobDeps, event: AuditEvent, last: AuditEvent) =>
  (error: unknown): void => {
    const passed = event !== last && desk.clock.now() - last.at >= PATIENCE;
    if (!(passed && error instanceof SlackError) || isDeleted(error)) throw error;
  };

/** Who was held up for so long that another may write this card, or whose lease a failover has forgotten, says nothing any more. */
function whileHeld(messenger: Messenger, lease: Lease): Messenger {
  const held = async () => {
    if (!lease.held(SENDING) || !(await lease.confirmed())) throw new Later('the lease on this card was lost', 50);
  };
  return {
    ...messenger,
    async post(post) {
      await held();
      return messenger.post(post);
    },
    async update(place, message) {
      await held();
      return messenger.update(place, message);
    },
  };
}

function slackLater({ log }: JobDeps, payload: Payload, error: SlackError): Later {
  log.warn(
    { grant: payload.grant, event: payload.event, code: error.code },
    'Slack did not take a message, it comes again',
  );
  return new Later(error.message, error.retryAfter);
}

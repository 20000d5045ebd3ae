import { randomUUID } from 'node:crypto';
import type { Desk } from '../access/desk.ts';
import type { GrantId, SlackUserId } from '../access/grant.ts';
import type { ParseError } from '../access/parse-error.ts';
import { mayDecide } from '../access/policy.ts';
import type { Inbox, InboxItem } from '../access/ports/inbox.ts';
import { type Message, SlackError } from '../access/ports/slack.ts';
import { type Loop, startLoop } from '../loop.ts';
import { askButton } from '../views/ask-button.ts';
import { actions } from '../views/ids.ts';
import { misunderstood, undecided } from '../views/parse-error.ts';
import { refusalMessage } from '../views/replies/refused.ts';
import { waiting } from '../views/replies/waiting.ts';
import type { Command, FoundDeed, Reply } from './grammar/command.ts';
import { type Parsed, parse } from './grammar/parse.ts';
import { levelNames } from './level-names.ts';
import { runCommand } from './run-command.ts';
import { runHome } from './run-home.ts';
import type { Scene } from './scene.ts';

const AT_ONCE = 32;
const WAIT = 1_000;
/** How often the inbox hears what is still being handled; ms. */
const KEEP = 1_000;
/** How long a change is tried again while the store answers nothing that can be relied on; ms. */
const GIVE_UP = 600_000;

/** Commands that change something, so that an answer which did not come leaves it open whether they did. */
const CHANGING: ReadonlySet<Command['kind']> = new Set([
  'request',
  'approve',
  'deny',
  'extend',
  'release',
  'revoke',
  'cancel',
  'leave',
  'found',
  'adopt',
]);

type Entry = Awaited<ReturnType<Inbox['read']>>[number];

/**
 * Handles what people did, from the inbox of one business: each item runs one verb and is answered privately. Items are handled
 * side by side, since one person's slow answer from Meta must not hold up the others; an item that a crash cut off comes again,
 * and finds done what was done.
 */
export function startHandling(deps: Scene & { desk: Desk; inbox: Inbox }): Loop {
  const running = new Map<string, Promise<void>>();
  const loop = startLoop('inbox', deps.log, async () => {
    const free = AT_ONCE - running.size;
    if (free === 0) {
      await Promise.race(running.values());
      return 0;
    }
    for (const entry of await deps.inbox.read(WAIT, free)) {
      const { id, item } = entry;
      // What takes long is handed out again, to us too.
      if (running.has(id)) continue;
      const work = handleOne(deps, entry)
        .then(() => deps.inbox.done([id]))
        .catch((error: unknown) => deps.log.error({ kind: item.kind, err: error }, 'interaction comes again'))
        .finally(() => running.delete(id));
      running.set(id, work);
    }
    return 0;
  });
  const keeping = setInterval(() => {
    // Redis is away: the next time may still be early enough, else the item is handled twice.
    deps.inbox.keep([...running.keys()]).catch(() => {});
  }, KEEP);
  return {
    async stop() {
      await loop.stop();
      await Promise.allSettled(running.values());
      clearInterval(keeping);
    },
  };
}

async function handleOne(deps: Scene & { desk: Desk }, entry: Entry): Promise<void> {
  const { item } = entry;
  if (item.kind === 'home') return drawHome(deps, item.user);
  const answer = await answerTo(deps, entry);
  if (!answer) return;
  await tell(deps, item, answer);
  // Pressed on the Home tab, which shows what was before until it is drawn again.
  if (item.channel === '') await drawHome(deps, item.user);
}

async function tell({ messenger, log }: Scene, { user, channel, data }: InboxItem, message: Message): Promise<void> {
  const to = { user, channel, url: data.reply || undefined, thread: data.thread || undefined };
  await messenger.reply(to, message).catch((error: unknown) => {
    // What was done is on the card; an answer that Slack does not take is not worth doing it again.
    if (!(error instanceof SlackError)) throw error;
    log.warn({ user, code: error.code }, 'answer not sent');
  });
}

/** A Home tab that Slack does not take is not tried for ever: it is drawn when it is opened again. */
const drawHome = (deps: Scene, user: string): Promise<void> =>
  runHome(deps, user).catch((error: unknown) => deps.log.warn({ user, err: error }, 'home not drawn'));

/** Does what the person wants; a bug is told with a reference that stands in the log, and does not come again. */
async function answerTo(deps: Scene & { desk: Desk }, entry: Entry): Promise<Message | null> {
  const { id: origin, item } = entry;
  let changes = false;
  try {
    const wanted = await commandOf(deps, item);
    if (!wanted) return null;
    if (!wanted.ok) return item.kind === 'message' ? undecided(wanted.error) : misunderstood(wanted.error);
    changes = CHANGING.has(wanted.command.kind);
    return await runCommand(deps.desk, { user: item.user, channel: item.channel, origin }, wanted.command);
  } catch (error) {
    if (error instanceof SlackError) return refusalMessage({ code: 'slack_away' });
    if (isStoreError(error)) {
      if (!changes) return refusalMessage({ code: 'store_away' });
      return unsure(deps, entry, error);
    }
    const reference = randomUUID().slice(0, 8);
    deps.log.error({ reference, kind: item.kind, err: error }, 'command failed');
    return refusalMessage({ code: 'bug', reference });
  }
}

/**
 * The store did not answer a change: it may have done it, or do it when it wakes. So the item stays where it is and comes again,
 * and then finds done what was done; who waits is told so once. What never gets an answer is given up, with words that claim nothing.
 */
async function unsure(deps: Scene & { desk: Desk }, { item, redelivered }: Entry, error: Error): Promise<Message> {
  if (redelivered && deps.desk.clock.now() - item.at > GIVE_UP) return refusalMessage({ code: 'store_unsure' });
  if (!redelivered) await tell(deps, item, waiting());
  throw error;
}

const STORE_ERRORS = new Set(['MaxRetriesPerRequestError', 'AbortError', 'ReplyError', 'ClusterAllFailedError']);
const isStoreError = (error: unknown): error is Error =>
  error instanceof Error &&
  (STORE_ERRORS.has(error.name) || /writeable|Connection is closed|timed out/.test(error.message));

/** What the person wants, whichever way they said it: everything becomes one of the grammar's commands. */
async function commandOf({ desk, messenger }: Scene & { desk: Desk }, item: InboxItem): Promise<Parsed | null> {
  const { kind, channel, data } = item;
  switch (kind) {
    case 'command':
      return data.text === undefined
        ? null
        : parse(data.text, {
            levels: levelNames(desk.business),
            durations: desk.business.rules.durations,
          });
    case 'action':
      return known(buttonCommand(data.action ?? '', data.id ?? ''));
    case 'view':
      return known(data.command ? (JSON.parse(data.command) as Command) : null);
    case 'message': {
      const id = await messenger.grantOf({ channel, ts: data.thread ?? '' });
      if (!id) return null;
      if (data.decision) return known({ id, ...(JSON.parse(data.decision) as Reply) });
      if (!data.unread || !(await awaits(desk, item.user, id))) return null;
      return { ok: false, error: JSON.parse(data.unread) as ParseError };
    }
    case 'home':
      return null;
  }
}

/** Whether this person's decision is waited for; others only talk when they write something that is nearly one. */
async function awaits(desk: Desk, user: SlackUserId, id: GrantId): Promise<boolean> {
  const grant = await desk.ledger.get(id);
  const open = grant?.state === 'pending' || (grant?.state === 'active' && grant.asked !== undefined);
  return grant !== null && open && (await mayDecide(desk, user, grant)).ok;
}

const known = (command: Command | null): Parsed | null => (command ? { ok: true, command } : null);

function buttonCommand(action: string, value: string): Command | null {
  const ask = action === actions.askCustomer ? askButton.parse(value) : null;
  const deed = FOUND.get(action);
  if (deed) return { kind: 'found', deed, key: value };
  return ask ? { kind: 'approve', ...ask, aware: true } : simpleButton(action, value);
}

const FOUND = new Map<string, FoundDeed>([
  [actions.foundRemove, 'remove'],
  [actions.foundStanding, 'standing'],
  [actions.foundAll, 'all'],
  [actions.foundUndo, 'undo'],
  [actions.foundGoOn, 'go-on'],
]);

function simpleButton(action: string, id: string): Command | null {
  if (action === actions.approve || action === actions.approveExtension) return { kind: 'approve', id };
  if (action === actions.denyExtension) return { kind: 'deny', id };
  if (action === actions.leave) return { kind: 'leave', id };
  return action === actions.release ? { kind: 'release', id } : null;
}

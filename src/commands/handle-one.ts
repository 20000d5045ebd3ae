import type { Desk } from '../access/desk.ts';
import type { Inbox, InboxItem } from '../access/ports/inbox.ts';
import { type Message, SlackError } from '../access/ports/slack.ts';
import { Moved, steady } from '../access/steady.ts';
import { misunderstood, undecided } from '../views/parse-error.ts';
import { refusalMessage } from '../views/replies/refused.ts';
import { waiting } from '../views/replies/waiting.ts';
import type { Command } from './grammar/command.ts';
import { askingOnce, notMember } from './members-only.ts';
import { runCommand } from './run-command.ts';
import { runHome } from './run-home.ts';
import type { Scene } from './scene.ts';
import { wanted } from './wanted.ts';

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

/** Handles one item and answers privately; a throw means that it comes again. */
export async function handleOne(scene: Scene & { desk: Desk }, entry: Entry): Promise<void> {
  const { item } = entry;
  const deps = { ...scene, desk: steady(scene.desk) };
  if (item.kind === 'home') return drawHome(deps, item.user);
  const unbroken = deps.desk.ledger.unbroken();
  const answer = await answerTo(deps, entry);
  // Where one Redis gave way to another, what was done may be forgotten: it comes again, and finds done what was done.
  if (!unbroken()) throw new Moved();
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

/** Does what the person wants; a bug is told with the request's id, which stands in the log, and does not come again. */
async function answerTo(deps: Scene & { desk: Desk }, entry: Entry): Promise<Message | null> {
  const { item } = entry;
  const { user, channel, request: origin = entry.id } = item;
  let changes = false;
  try {
    const said = await wanted(deps, item);
    if (!said) return null;
    if (!said.ok) return item.kind === 'message' ? undecided(said.error) : misunderstood(said.error);
    changes = CHANGING.has(said.command.kind);
    deps.log.info({ kind: item.kind, command: said.command.kind, user, channel }, 'command runs');
    const desk = { ...deps.desk, directory: askingOnce(deps.desk.directory) };
    const refusal = await notMember(desk, user, said.command.kind);
    if (refusal) return refusalMessage(refusal);
    return await runCommand(desk, { user, channel, origin }, said.command);
  } catch (error) {
    if (error instanceof SlackError) return refusalMessage({ code: 'slack_away' });
    if (isStoreError(error)) {
      if (!changes) return refusalMessage({ code: 'store_away' });
      return unsure(deps, entry, error);
    }
    deps.log.error({ kind: item.kind, err: error }, 'command failed');
    return refusalMessage({ code: 'bug', reference: origin });
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

import { setTimeout as sleep } from 'node:timers/promises';
import type { Grant } from '../../src/access/grant.ts';
import { inHand } from '../support/whole.ts';
import { LEADS } from './cast.ts';
import type { Wish } from './plan.ts';
import type { ChaosTown } from './town.ts';

/** What one person's wish came to, as far as people saw. */
export type Told = {
  wish: Wish;
  /** How often it was typed without being told at once that nothing was changed, and what Slack said of it was taken. */
  typed: number;
  acked: Word[];
  /** That a typed request was refused, or could not be carried out. */
  refused: boolean;
  /** What was said to be taken later on, of which nothing came and nothing was heard. */
  unheard: Word[];
};

/** A command that Slack said was taken: when it was typed, and when that was said; epoch ms. */
export type Word = { user: string; line: string; at: number; acked: number };

/** How far the story is: no more faults strike; nobody does anything any more. */
type Course = { calmed(): boolean; over(): boolean };

const LOOK = 150;
/** Who sees nothing of what they typed for so long types it again; ms. */
const PATIENCE = 3_000;
const NOT_KEPT = /nothing was changed|Try again/i;
const MAYBE = /not certain whether this was taken/;

/** Plays a wish until nothing is left to do but to wait, or all is over. What was said to be taken is never typed twice. */
export async function live(town: ChaosTown, wish: Wish, course: Course): Promise<Told> {
  const told: Told = { wish, typed: 0, acked: [], refused: false, unheard: [] };
  const lead = LEADS[wish.after % LEADS.length] ?? 'U0LEA';
  await sleep(wish.at);
  await request(town, told, course);
  if (wish.fate === 'greedy' || !(await found(town, wish))) return told;
  const { fate, user } = wish;
  if (fate === 'cancel') await until(town, told, course, user, (id) => `release ${id}`, ['pending']);
  else if (fate === 'deny') await until(town, told, course, lead, (id) => `deny ${id} not this time`, ['pending']);
  else {
    if (fate === 'raise') await say(town, lead, `approve ${(await found(town, wish))?.id} as ${wish.beyond}`);
    await until(town, told, course, lead, (id) => `approve ${id}`, ['pending']);
  }
  if (!['release', 'revoke', 'extend'].includes(fate)) return told;
  await active(town, told, course, lead);
  await sleep(wish.after);
  if (fate === 'release') await until(town, told, course, user, (id) => `release ${id}`, ['active']);
  if (fate === 'revoke') await until(town, told, course, lead, (id) => `revoke ${id} wrong customer`, ['active']);
  const grant = await found(town, wish);
  if (fate === 'extend' && grant?.state === 'active') {
    const moved = (now: Grant) => now.state !== 'active' || now.expiresAt !== grant.expiresAt;
    await heeded(town, told, course, { user: lead, id: grant.id, line: `extend ${grant.id} by 4s`, moved });
  }
  return told;
}

const isOver = ({ state }: Grant) => ['ended', 'denied', 'cancelled', 'lapsed', 'failed'].includes(state);

/** The request as it is now; undefined while there is none, or while Redis is away. */
const found = async ({ ledger }: ChaosTown, { ticket }: Wish): Promise<Grant | undefined> =>
  (await ledger.byTicket(ticket, 5).catch(() => []))[0];

async function say(town: ChaosTown, user: string, line: string): Promise<'kept' | 'unsure' | 'refused'> {
  town.balance(town.workspace.dispatches.length);
  const { status, body } = await town.workspace.as(user).command('C0SUPPORT', `/access ${line}`);
  if (status !== 'acked') return 'unsure';
  const text = JSON.stringify(body ?? '');
  if (MAYBE.test(text)) return 'unsure';
  return NOT_KEPT.test(text) ? 'refused' : 'kept';
}

async function request(town: ChaosTown, told: Told, { over, calmed }: Course): Promise<void> {
  const { user, asset, ticket, level, seconds, fate } = told.wish;
  while (!over()) {
    const before = town.workspace.ephemerals(user).length;
    const word = { user, line: `request ${asset} for ticket ${ticket} as ${level} for ${seconds}s`, at: Date.now() };
    const how = await say(town, user, word.line);
    if (how === 'kept') told.acked.push({ ...word, acked: Date.now() });
    if (how !== 'refused') told.typed += 1;
    if (fate === 'greedy' && how === 'kept') return;
    const answered = () =>
      town.workspace
        .ephemerals(user)
        .slice(before)
        .some(({ text }) => NOT_KEPT.test(text));
    for (let waited = 0; (waited < PATIENCE || how === 'kept') && !over(); waited += LOOK) {
      if (await found(town, told.wish)) return;
      if (how === 'refused') break;
      if (answered()) {
        told.refused = true;
        break;
      }
      if (calmed() && waited >= PATIENCE && (await handled(town))) return;
      await sleep(LOOK);
    }
    await sleep(LOOK);
  }
}

/** Whether the bots are through with all that people did, so that no answer will come. */
const handled = (town: ChaosTown): Promise<boolean> =>
  inHand(town).then(
    ({ inbox }) => inbox === undefined,
    () => false,
  );

/** Waits until it is active, or over. A lead whose word Redis lost in a failover gives it again. */
async function active(town: ChaosTown, { wish }: Told, { over, calmed }: Course, lead: string): Promise<void> {
  for (let grant = await found(town, wish); !over(); grant = await found(town, wish)) {
    if (grant && (grant.state === 'active' || isOver(grant))) return;
    if (!grant && calmed()) return;
    if (grant?.state === 'pending') await say(town, lead, `approve ${grant.id}`);
    await sleep(LOOK);
  }
}

/** What was asked for once too often, since nobody could tell, is taken back by who asked. */
export async function takeBack(town: ChaosTown): Promise<void> {
  for (const { id, requester } of await town.ledger.pending(100).catch(() => []))
    await say(town, requester, `release ${id}`);
}

/** Types the line again and again while the grant is in one of these states. */
async function until(
  town: ChaosTown,
  told: Told,
  course: Course,
  user: string,
  line: (id: string) => string,
  states: readonly string[],
): Promise<void> {
  const { wish } = told;
  const { over, calmed } = course;
  for (let grant = await found(town, wish); !over(); grant = await found(town, wish)) {
    // A failover can lose what was there.
    if (grant ? !states.includes(grant.state) : calmed()) return;
    const moved = (now: Grant) => !states.includes(now.state);
    if (grant) await heeded(town, told, course, { user, id: grant.id, line: line(grant.id), moved });
    await sleep(LOOK);
  }
}

type Order = { user: string; id: string; line: string; moved(grant: Grant): boolean };

/** Types it, and where Slack said that it was taken, waits for what comes of it or for an answer; notes when neither comes though the bots are through. */
async function heeded(
  town: ChaosTown,
  { wish, unheard }: Told,
  { over }: Course,
  { user, id, line, moved }: Order,
): Promise<void> {
  const at = Date.now();
  const before = town.workspace.ephemerals(user).length;
  if ((await say(town, user, line)) !== 'kept') return;
  const acked = Date.now();
  const answered = () =>
    town.workspace
      .ephemerals(user)
      .slice(before)
      .some(({ text }) => text.includes(id) || NOT_KEPT.test(text));
  for (let waited = 0; !over(); waited += LOOK) {
    const through = waited >= PATIENCE && (await handled(town));
    const grant = await found(town, wish);
    if (grant ? moved(grant) || answered() : through) return;
    if (through) return void unheard.push({ user, line, at, acked });
    await sleep(LOOK);
  }
}

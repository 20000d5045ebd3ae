import { expect } from 'vitest';
import type { Desk } from '../../src/access/desk.ts';
import type { Grant, GrantId, GrantIn } from '../../src/access/grant.ts';
import type { Rules } from '../../src/access/policy-rules.ts';
import type { Outcome, Refusal } from '../../src/access/refusal.ts';
import { request, type Wish } from '../../src/access/request.ts';
import { defaults } from '../../src/policy-file/defaults.ts';
import { type People, people } from './people.ts';
import { PAGE, type SmallMeta, smallMeta } from './small-meta.ts';
import { type TestStore, testStore } from './store.ts';

/** A desk with a real ledger, where Slack's and Meta's people are the demo's; the leads are Lea and Lou; on the run's Redis or that one. */
export type TestDesk = Desk & {
  meta: SmallMeta;
  directory: People;
  clock: TestStore['clock'];
  store: TestStore;
  rules(changes: Partial<Rules>): void;
  /** Asks for Acme Shoes as Ana, with whatever differs; must not be refused. */
  ask(changes?: Partial<Wish>): Promise<GrantIn<'pending'>>;
};

export async function testDesk(server?: string): Promise<TestDesk> {
  const store = await testStore(server);
  const rules = { ...defaults, approvers: ['U0LEA', 'U0LOU'] };
  const business = { ...store.business, channels: ['C0SUPPORT'], rules };
  const desk: TestDesk = {
    business,
    ledger: store.ledger,
    clock: store.clock,
    meta: smallMeta(),
    directory: people(),
    store,
    rules: (changes) => void Object.assign(rules, changes),
    async ask(changes = {}) {
      const grant = value(await request(desk, wish(changes)));
      if (grant.state !== 'pending') throw new Error(`${grant.id} is ${grant.state}`);
      return grant;
    },
  };
  return desk;
}

/** Ana's wish for Acme Shoes for ticket 456. */
export const wish = (changes: Partial<Wish> = {}): Wish => ({
  requester: 'U0ANA',
  channel: 'C0SUPPORT',
  asset: PAGE,
  ticket: '456',
  ...changes,
});

/** What a verb gave; a refusal fails the test. */
export function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`refused: ${JSON.stringify(outcome.refusal)}`);
  return outcome.value;
}

/** Runs a verb that must change one grant: one version more, one audit event more, and what it answers is what is stored. */
export async function changing<T extends Grant>(desk: Desk, id: GrantId, verb: () => Promise<Outcome<T>>): Promise<T> {
  const before = { version: (await desk.ledger.get(id))?.version ?? 0, events: await desk.ledger.timeline(id) };

  const after = value(await verb());

  const events = await desk.ledger.timeline(id);
  expect(after.version).toBe(before.version + 1);
  expect(events.slice(0, -1)).toEqual(before.events);
  expect(events.at(-1)).toMatchObject({ grant: id, state: after.state, at: desk.clock.now() });
  expect(await desk.ledger.get(id)).toEqual(after);
  return after;
}

/** Runs a verb that must be refused: the grant and its history stay what they were. Answers the refusal. */
export async function refused<T>(desk: Desk, id: GrantId, verb: () => Promise<Outcome<T>>): Promise<Refusal> {
  const look = async () => ({ grant: await desk.ledger.get(id), events: await desk.ledger.timeline(id) });
  const before = await look();

  const outcome = await verb();

  if (outcome.ok) throw new Error(`not refused: ${JSON.stringify(outcome.value)}`);
  expect(await look()).toEqual(before);
  return outcome.refusal;
}

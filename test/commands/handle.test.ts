import { describe, expect, it, onTestFinished } from 'vitest';
import type { InboxItem } from '../../src/access/ports/inbox.ts';
import { MetaError } from '../../src/access/ports/meta.ts';
import { startHandling } from '../../src/commands/handle.ts';
import { createInbox } from '../../src/store/inbox.ts';
import { type TestDesk, testDesk } from '../support/desk.ts';
import { eventually } from '../support/eventually.ts';
import { HOUR, MINUTE, START } from '../support/grants.ts';
import { ownRedis } from '../support/own-redis.ts';
import { silent } from '../support/silent-log.ts';
import { slackSide } from '../support/slack-side.ts';

/** A desk on a Redis of its own, which hangs as changes are sent to it, and wakes when the test wants it to. */
async function office() {
  const redis = await ownRedis();
  onTestFinished(() => redis.stop());
  const { workspace, messenger } = await slackSide();
  const desk = await testDesk(redis.url);
  const { store, clock } = desk;
  // The scripts are known to Redis from here on.
  const { id } = await store.active({ requester: 'U0ANA', asset: { kind: 'page', id: '9' } });
  const business = store.business;
  const inbox = createInbox({ redis: store.redis, business, consumer: 'one', secret: 'a secret', idle: 500 });
  const handling = startHandling({ desk, inbox, branches: [{ desk, inbox }], messenger, log: silent });
  onTestFinished(async () => {
    redis.thaw();
    await inbox.close();
    await handling.stop();
  });
  return {
    desk,
    redis,
    active: id,
    heard: (user: string) => workspace.ephemerals(user).map(({ text }) => text),
    async types(user: string, text: string): Promise<void> {
      const item: InboxItem = {
        kind: 'command',
        user,
        channel: 'C0SUPPORT',
        at: clock.now(),
        data: { text, reply: '' },
      };
      await inbox.add(item);
    },
    hangsAt: (writes: number) => hangAt(desk, writes, () => redis.freeze()),
    handled: () =>
      eventually(async () => expect(await store.redis.xlen(`hallpass:{${business.id}}:inbox`)).toBe(0), 15_000),
  };
}

/** Holds the writes until so many have come; then Redis hangs, and they are sent. Resolves when it does. */
function hangAt({ ledger }: TestDesk, writes: number, freeze: () => void): Promise<void> {
  const { commit, create } = ledger;
  let come = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  const held =
    <A extends unknown[], R>(write: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      come += 1;
      if (come === writes) {
        Object.assign(ledger, { commit, create });
        freeze();
        resolve();
      }
      await promise;
      return write(...args);
    };
  Object.assign(ledger, { commit: held(commit), create: held(create) });
  return promise;
}

const OPEN = expect.stringMatching(/not known yet.*hear of it/);

describe('Redis hangs in the middle of what people do', () => {
  it('and does it when it wakes: each is done once, and people hear that it is open, and then what was done', {
    timeout: 40_000,
  }, async () => {
    const { desk, redis, active, types, heard, hangsAt, handled } = await office();
    const { id } = await desk.ask();
    const hung = hangsAt(3);

    await types('U0LEA', `approve ${id} 30m`);
    await types('U0LOU', `extend ${active} 10m`);
    await types('U0ANA', 'request page 123 for ticket 457');
    await hung;
    await eventually(() => {
      for (const user of ['U0LEA', 'U0LOU', 'U0ANA']) expect(heard(user)).toEqual([OPEN]);
    });
    // Nobody asks Meta again for what is done, and a minute is over in which two extensions would be one.
    desk.meta.fail(new MetaError('transient', 'Meta did not answer.'));
    desk.clock.move(5 * MINUTE);
    redis.thaw();
    await handled();

    expect(await desk.ledger.get(id)).toMatchObject({ state: 'granting', approvedBy: 'U0LEA' });
    expect((await desk.ledger.timeline(id)).map(({ kind }) => kind)).toEqual(['requested', 'approved']);
    expect(heard('U0LEA').slice(1)).toEqual([expect.stringMatching(/you approved analyst access.*30 min/)]);
    expect(await desk.ledger.get(active)).toMatchObject({ expiresAt: START + HOUR + 10 * MINUTE });
    expect(heard('U0LOU').slice(1)).toEqual([expect.stringMatching(/it now ends/)]);
    expect(await desk.ledger.byTicket('457', 9)).toHaveLength(1);
    expect(heard('U0ANA').slice(1)).toEqual([expect.stringMatching(/^Asked: EU-3/)]);
  });

  it('and dies with it: what was not done is done when Redis is back', { timeout: 40_000 }, async () => {
    const { desk, redis, types, heard, hangsAt, handled } = await office();
    const { id } = await desk.ask();
    const hung = hangsAt(1);

    await types('U0LEA', `deny ${id} wrong customer`);
    await hung;
    await eventually(() => expect(heard('U0LEA')).toHaveLength(1));
    await redis.kill();
    await redis.revive();
    await handled();

    expect(await desk.ledger.get(id)).toMatchObject({ state: 'denied', denial: 'wrong customer' });
    expect((await desk.ledger.timeline(id)).map(({ kind }) => kind)).toEqual(['requested', 'denied']);
    expect(heard('U0LEA').slice(1)).toEqual([expect.stringMatching(/you denied/)]);
  });
});

describe('a change that the store refuses again and again', () => {
  it('is given up after a while, with words that claim nothing', async () => {
    const { desk, types, heard, handled } = await office();
    const { id } = await desk.ask();
    desk.ledger.commit = () =>
      Promise.reject(Object.assign(new Error('OOM command not allowed'), { name: 'ReplyError' }));

    await types('U0LEA', `approve ${id}`);
    await eventually(() => expect(heard('U0LEA')).toHaveLength(1));
    desk.clock.move(11 * MINUTE);
    await handled();

    expect(heard('U0LEA').slice(1)).toEqual([expect.stringMatching(/not certain whether this was done/)]);
  });
});

it.each<[string, boolean[], number]>([
  ['before it was answered, which is done then', [false], 1],
  ['while it was answered', [true, false], 2],
])(
  'what was handled while one Redis gave way to another, which may know nothing of it, is handled again: %s',
  async (_, same, answers) => {
    const { desk, types, heard, handled } = await office();
    const looks = [...same];
    Object.assign(desk.ledger, { unbroken: () => () => looks.shift() ?? true });

    await types('U0ANA', 'mine');
    await handled();

    expect(looks).toEqual([]);
    expect(heard('U0ANA')).toHaveLength(answers);
  },
);

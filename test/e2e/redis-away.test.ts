import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { ask, insist, play, reaches } from '../support/play.ts';
import type { BotProcess } from '../support/process.ts';
import { type Street, street } from '../support/street.ts';
import { caughtUp, everything, expectWhole } from '../support/whole.ts';

const status = async (bot: BotProcess, path: string) => (await fetch(`http://127.0.0.1:${bot.port}${path}`)).status;

/** Two grants: one whose end falls into the time without Redis, one that is still asked for. */
async function underWay(town: Street): Promise<void> {
  const short = await ask(town, { user: 'U0ANA', asset: 'page 123', ticket: '1', duration: '2s' });
  await ask(town, { user: 'U0BEN', asset: 'page 1001', ticket: '2', duration: '1s', level: 'advertiser' });
  await insist(town, 'U0LEA', `/access approve ${short.id}`);
  await reaches(town, '1', ['active']);
}

const AWAY = /cannot reach its store.*Try again/s;
const UNANSWERED = /not certain whether this was taken/;

/** What people do while Redis is away: each is told, privately and in time, to try again, or that nobody knows of what was just sent. */
async function tried(town: Street, words = AWAY): Promise<void> {
  const { workspace } = town;
  const before = workspace.ephemerals('U0ANA').length;
  const typed = await workspace.as('U0ANA').command('C0SUPPORT', '/access request act_123 for ticket 3 for 1s');
  expect(typed.status).toBe('acked');
  expect(workspace.ephemerals('U0ANA').length).toBe(before + 1);
  expect(workspace.ephemerals('U0ANA').at(-1)?.text).toMatch(words);

  const card = workspace.messages('C0SUPPORT').find(({ text }) => text.includes('EU-2'));
  const clicked = await workspace.as('U0LEA').click({ channel: 'C0SUPPORT', ts: card?.ts ?? '' }, 'hallpass_approve');
  expect(clicked.status).toBe('acked');
  await eventually(() =>
    expect(workspace.ephemerals('U0LEA').at(-1)?.text).toMatch(
      /cannot reach its store|not certain whether this was taken/,
    ),
  );
}

/** Everything goes on by itself: the overdue removal, and what people then do again. */
async function goesOn(town: Street, bot: BotProcess, since: number): Promise<void> {
  const over = await reaches(town, '1', ['ended'], 10_000);
  const ms = performance.now() - since;
  await eventually(async () => expect(await status(bot, '/readyz')).toBe(200));
  const late = over.state === 'ended' ? over.provedAt - over.endsAt : Number.NaN;
  console.log(
    `removal proved ${(ms / 1_000).toFixed(1)} s after Redis was back, ${(late / 1_000).toFixed(1)} s after its end`,
  );
  expect(ms).toBeLessThan(6_000);
  expect(await town.ledger.byTicket('3', 5)).toEqual([]);

  await insist(town, 'U0LEA', '/access approve EU-2');
  await reaches(town, '2', ['ended']);
  await play(town, { user: 'U0ANA', asset: 'act_123', ticket: '3', duration: '1s' });
  await caughtUp(town, since);
  expect(await everything(town)).toHaveLength(3);
  expect(bot.alive()).toBe(true);
  await expectWhole(town);
}

describe.concurrent('Redis is away', () => {
  it('because it was killed: people are told, and it goes on from what was written', { timeout: 60_000 }, async () => {
    await using town = await street();
    const bot = await town.bot();
    await underWay(town);

    await town.redis.kill();
    await tried(town);
    await sleep(2_000);
    expect(await status(bot, '/readyz')).toBe(503);
    expect(await status(bot, '/healthz')).toBe(200);
    await town.redis.revive();

    await goesOn(town, bot, performance.now());
  });

  it('because it hangs: people are told in time, and nothing is done that they were told was not', {
    timeout: 60_000,
  }, async () => {
    await using town = await street();
    const bot = await town.bot();
    await underWay(town);

    town.redis.freeze();
    await tried(town, UNANSWERED);
    await eventually(async () => expect(await status(bot, '/readyz')).toBe(503));
    expect(await status(bot, '/healthz')).toBe(200);
    town.redis.thaw();

    await goesOn(town, bot, performance.now());
  });

  it('and the bot is asked to stop: it ends within the deadline', { timeout: 60_000 }, async () => {
    await using town = await street();
    const [one, two] = [await town.bot(), await town.bot()];
    await underWay(town);

    town.redis.freeze();
    const frozen = await one.end('SIGTERM');
    town.redis.thaw();
    await town.redis.kill();
    await sleep(500);
    const gone = await two.end('SIGTERM');

    console.log(
      `stopped in ${frozen.ms.toFixed(0)} ms while Redis hangs, in ${gone.ms.toFixed(0)} ms while it is gone`,
    );
    for (const ended of [frozen, gone]) {
      expect(ended).toMatchObject({ code: 0, signal: null });
      expect(ended.ms).toBeLessThan(10_000);
    }
  });

  it('when the bot starts: it comes up, says that it is not ready, and begins when Redis is there', {
    timeout: 60_000,
  }, async () => {
    await using town = await street();
    await town.redis.kill();
    const bot = await town.bot();
    expect(await status(bot, '/readyz')).toBe(503);

    await town.redis.revive();
    const back = performance.now();
    await eventually(async () => expect(await status(bot, '/readyz')).toBe(200));
    await play(town, { user: 'U0ANA', asset: 'page 123', ticket: '1', duration: '1s' });

    console.log(
      `a whole grant of 1 s was over ${((performance.now() - back) / 1_000).toFixed(1)} s after Redis was there`,
    );
    await caughtUp(town, back);
    await expectWhole(town);
  });
});

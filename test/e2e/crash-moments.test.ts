import { describe, expect, it } from 'vitest';
import type { ApiCall } from '../../demo/slack/workspace.ts';
import { arm, commits, type Moment } from '../support/moment.ts';
import { play } from '../support/play.ts';
import { street } from '../support/street.ts';
import { caughtUp, expectWhole } from '../support/whole.ts';

const WITHIN = 10_000;

const posts = (key: string) => ({
  slack: ({ method, args }: ApiCall) =>
    method === 'chat.postMessage' && JSON.stringify(args.metadata ?? '').includes(key),
});
const reads = ({ method, edge }: { method: string; edge: string }) => method === 'GET' && edge === 'assigned_users';
const keeps = (command: string[]) => command[0]?.toLowerCase() === 'xadd' && String(command[1]).endsWith(':inbox');

/** Each story on one business: when the bot is killed, on which asset, by whom. */
const atMeta: [string, Moment][] = [
  ['access was given at Meta, and the answer is on its way', { written: (after) => after.length > 0 }],
  ['access was taken away at Meta, and the answer is on its way', { written: (after) => after.length === 0 }],
  ['Meta is read before anything is given', { meta: reads }],
  ['the approval is committed', { redis: commits('approved') }],
  ['the proof of access is committed', { redis: commits('activated') }],
  ['the end is committed', { redis: commits('ending') }],
];
const inSlack: [string, Moment][] = [
  ['what was typed is kept, and maybe not acknowledged', { redis: keeps }],
  ['the request is committed', { redis: commits('requested') }],
  ['the card is posted, and the bot does not know it', posts('card-')],
  ['a line is posted in the thread, and the bot does not know it', posts('line-')],
  ['the holder was told, and the bot does not know it', posts('holder-')],
  ['the asker was answered', { answer: (text) => /EU-\d+/.test(text) }],
];

/** Kills the bot at each moment in turn, starts it again at once, and answers how long it took to have nothing in hand. */
async function killAtEach(moments: [string, Moment][], assets: string[]): Promise<number[]> {
  await using town = await street();
  let bot = await town.bot();
  const took: number[] = [];
  for (const [index, [name, moment]] of moments.entries()) {
    const { reached } = await arm(town, moment, () => bot.kill());
    const wish = { user: 'U0ANA', asset: assets[index] ?? '', ticket: `${index + 1}`, duration: '1s' };
    const story = play(town, wish);
    await reached;
    await bot.ended;
    bot = await town.bot();
    await story;
    const ms = await caughtUp(town, bot.spawnedAt);
    console.log(
      `${(ms / 1_000).toFixed(1)} s  after a kill when ${name} (start ${(bot.startedIn / 1_000).toFixed(1)} s)`,
    );
    took.push(ms);
  }
  await expectWhole(town);
  return took;
}

describe.concurrent('killed at a moment and started again', () => {
  it.each([
    ['between what is done at Meta and what is known of it', atMeta],
    ['between what a person did or was told and what is known of it', inSlack],
  ])('goes on %s', { timeout: 120_000 }, async (_, moments) => {
    const took = await killAtEach(moments, ['page 123', 'page 1001', 'page 1002', 'page 1003', 'act_123', 'act_2001']);

    expect(Math.max(...took)).toBeLessThan(WITHIN);
  });
});

import { describe, expect, it } from 'vitest';
import type { ApiCall } from '../../demo/slack/workspace.ts';
import { arm, commits, type Moment } from '../support/moment.ts';
import { play } from '../support/play.ts';
import { street } from '../support/street.ts';
import { caughtUp, expectWhole } from '../support/whole.ts';

/**
 * From the new process' first moment to nothing in hand. Nine seconds of it are those in which what the dead one was giving may still arrive at
 * Meta (ADR 9); they pass while the next one starts.
 */
const WITHIN = 10_000;

const posts = (key: string) => ({
  slack: ({ method, args }: ApiCall) =>
    method === 'chat.postMessage' && JSON.stringify(args.metadata ?? '').includes(key),
});
const reads = ({ method, edge }: { method: string; edge: string }) => method === 'GET' && edge === 'assigned_users';
const keeps = (command: string[]) => command[0]?.toLowerCase() === 'xadd' && String(command[1]).endsWith(':inbox');

/** When the bot is killed. */
const moments: [string, Moment][] = [
  ['access was given at Meta, and the answer is on its way', { written: (after) => after.length > 0 }],
  ['access was taken away at Meta, and the answer is on its way', { written: (after) => after.length === 0 }],
  ['Meta is read before anything is given', { meta: reads }],
  ['the approval is committed', { redis: commits('approved') }],
  ['the proof of access is committed', { redis: commits('activated') }],
  ['the end is committed', { redis: commits('ending') }],
  ['what was typed is kept, and maybe not acknowledged', { redis: keeps }],
  ['the request is committed', { redis: commits('requested') }],
  ['the card is posted, and the bot does not know it', posts('card-')],
  ['a line is posted in the thread, and the bot does not know it', posts('line-')],
  ['the holder was told, and the bot does not know it', posts('holder-')],
  ['the asker was answered', { answer: (text) => /EU-\d+/.test(text) }],
];

/** Kills the bot at each moment in turn, starts it again at once, and answers how long it then took to have nothing in hand. */
async function killAtEach(part: [string, Moment][], assets: string[]): Promise<number[]> {
  await using town = await street();
  let bot = await town.bot();
  const took: number[] = [];
  for (const [index, [name, moment]] of part.entries()) {
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

/** Several at once, since most of the time goes by waiting for what the dead one held. */
const parts = [0, 1, 2, 3].map((part) => moments.filter((_, index) => index % 4 === part));

describe.concurrent('killed at a moment and started again', () => {
  it.each(parts.map((part) => ({ when: part.map(([name]) => name).join('; when '), part })))(
    'goes on when $when',
    { timeout: 120_000 },
    async ({ part }) => {
      const took = await killAtEach(part, ['page 123', 'act_123', 'page 1001']);

      expect(took).toHaveLength(3);
      expect(Math.max(...took)).toBeLessThan(WITHIN);
    },
  );
});

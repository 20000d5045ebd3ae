import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it } from 'vitest';
import { createRandom } from '../../demo/graph/random.ts';
import { arm } from '../support/moment.ts';
import { play } from '../support/play.ts';
import { ASSETS, type Street, street } from '../support/street.ts';
import { caughtUp, expectWhole } from '../support/whole.ts';

type Die = (below: number) => number;
const asset = (id: string) => (id.startsWith('act_') ? id : `page ${id}`);

/** Ana and Ben ask at about the same time; on Ben's own Page there are two tickets, with different levels. */
function stories(town: Street, die: Die): Promise<unknown>[] {
  const wishes = ASSETS.map((id, index) => ({ user: index % 2 ? 'U0BEN' : 'U0ANA', asset: asset(id) }));
  const second = { user: 'U0BEN', asset: 'page 1001', level: 'advertiser' };
  return [...wishes, second].map(async (wish, index) => {
    await sleep(die(4_000));
    return play(town, { ...wish, ticket: `${index + 1}`, duration: `${1 + die(3)}s` });
  });
}

/** Kills the bot after some number of commands at Redis, again and again, sometimes before it has done anything. */
async function killOften(town: Street, die: Die, kills: number): Promise<void> {
  for (let left = kills; left > 0; left -= 1) {
    const bot = await town.bot();
    let commands = die(3) === 0 ? die(30) : die(600);
    const { reached } = await arm(town, { redis: () => commands-- <= 0 }, () => bot.kill());
    await reached;
    await bot.ended;
  }
}

describe.concurrent('killed at random moments, several times', () => {
  it.each([1, 2])(
    'every grant ends, and everything was done and told once (seed %i)',
    { timeout: 90_000 },
    async (seed) => {
      await using town = await street();
      const random = createRandom(seed);
      const die = (below: number) => Math.floor(random.next() * below);

      const played = Promise.all(stories(town, die));
      await killOften(town, die, 3);
      const bot = await town.bot();
      const [took] = await Promise.all([caughtUp(town, bot.spawnedAt), played]);
      await caughtUp(town, bot.spawnedAt);

      console.log(`seed ${seed}: nothing in hand ${(took / 1_000).toFixed(1)} s after the last of 4 starts`);
      await expectWhole(town);
    },
  );
});

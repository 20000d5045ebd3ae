import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { pino } from 'pino';
import { Agent, request } from 'undici';
import { createMeta } from '../src/graph/meta.ts';
import { openBot } from './bot.ts';
import { endTogether } from './ending.ts';
import { judge } from './figures.ts';
import { EU, FIRST, personOf, startTown, TOKEN } from './graph-town.ts';
import { throttled } from './throttled.ts';

/** Ten thousand grants that end in the same second, with Graph 200 ms away: how long until the last is proved gone. */
const GRANTS = Number(process.env.GRANTS ?? 10_000);
const SAMPLE = Math.min(GRANTS, Number(process.env.SAMPLE ?? 1_000));
/** Calls or batches under way at once, as in the door of `src/graph`. */
const AT_ONCE = 24;
const ONE_BY_ONE = 50;
const BATCH = 50;
/** Reads before, removals, reads after. */
const CALLS_A_GRANT = 3;
/** Calls over which memory must stay flat. */
const READS = Number(process.env.READS ?? 100_000);
const READS_AT_ONCE = 1_000;
/** Who holds them, in one business. */
const PEOPLE = 500;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const town = await startTown({ pages: 2 * GRANTS + SAMPLE, people: PEOPLE, onAccount: 0, account: 'act_77000001' });
const { url } = town;
const person = (number: number) => personOf(FIRST + number, PEOPLE);
const page = (number: number) => ({ kind: 'page', id: String(FIRST + number) }) as const;
const read = (number: number) =>
  `${FIRST + number}/assigned_users?business=${EU}&fields=id,name,user_type,tasks&limit=100`;
const removal = (number: number) => `${FIRST + number}/assigned_users?business=${EU}&user=${person(number)}`;

/** So many pieces of work, so many at once. */
async function spread(count: number, atOnce: number, work: (number: number) => Promise<void>): Promise<number> {
  const begin = performance.now();
  let next = 0;
  const lane = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return performance.now() - begin;
}

const agent = new Agent({ connections: ONE_BY_ONE });
const headers = { authorization: `Bearer ${TOKEN}` };

/** The fewest batches that hold these calls, sent as fast as so many at once can be. */
async function floor(from: number): Promise<number> {
  let took = 0;
  for (const [method, path] of [
    ['GET', read],
    ['DELETE', removal],
    ['GET', read],
  ] as const) {
    took += await spread(Math.ceil(GRANTS / BATCH), AT_ONCE, async (batch) => {
      const numbers = Array.from(
        { length: Math.min(BATCH, GRANTS - batch * BATCH) },
        (_, index) => from + batch * BATCH + index,
      );
      const items = numbers.map((number) => ({ method, relative_url: path(number) }));
      const body = new URLSearchParams({ batch: JSON.stringify(items), include_headers: 'false' }).toString();
      const type = { 'content-type': 'application/x-www-form-urlencoded' };
      const answer = await request(`${url}/v26.0/`, {
        method: 'POST',
        headers: { ...headers, ...type },
        body,
        dispatcher: agent,
      });
      const answers = (await answer.body.json()) as ({ code: number } | null)[];
      if (answers.some((one) => one?.code !== 200)) throw new Error('a batch of the floor failed');
    });
  }
  return took;
}

/** Each grant's calls one after the other, fifty grants at a time. */
async function oneByOne(from: number): Promise<number> {
  return spread(SAMPLE, ONE_BY_ONE, async (number) => {
    for (const [method, path] of [
      ['GET', read],
      ['DELETE', removal],
      ['GET', read],
    ] as const) {
      const answer = await request(`${url}/v26.0/${path(from + number)}`, { method, headers, dispatcher: agent });
      await answer.body.dump();
      if (answer.statusCode !== 200) throw new Error(`a call failed with ${answer.statusCode}`);
    }
  });
}

/** All of them end at once, and the bot takes them away. */
async function hallpass(): Promise<{ took: number; sent: number }> {
  const bot = await openBot({ url, token: TOKEN, business: EU });
  const end = await endTogether(bot.ledger, { count: GRANTS, asset: page, person });
  let ended = 0;
  await bot.start(({ kind }) => {
    if (kind === 'ended') ended += 1;
  });
  const before = await town.requests();
  await sleep(Math.max(0, end - Date.now()));
  while (ended < GRANTS) await sleep(10);
  const took = Date.now() - end;
  const sent = (await town.requests()) - before;
  await bot.stop();
  return { took, sent };
}

/** Bytes in use after so many reads, and after all of them. */
async function memory(): Promise<[number, number]> {
  const log = pino({ level: 'error' });
  const meta = createMeta({ url, token: TOKEN, business: { id: EU }, clock: { now: Date.now }, log });
  const used = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const reads = async (count: number): Promise<number> => {
    const look = (number: number) => meta.held(page(number % GRANTS), person(number));
    await spread(count, READS_AT_ONCE, async (number) => void (await look(number)));
    return used();
  };
  const figures: [number, number] = [await reads(READS / 5), await reads((READS * 4) / 5)];
  await meta.close();
  return figures;
}

const seconds = (ms: number) => `${(ms / 1_000).toFixed(2)} s`;
const bot = await hallpass();
const stay = await town.left(0, GRANTS);
if (stay > 0) throw new Error(`${stay} grants are still held`);
const fewest = await floor(GRANTS);
const single = ((await oneByOne(2 * GRANTS)) * GRANTS) / SAMPLE;
console.log(`${GRANTS} grants end at once, ${CALLS_A_GRANT} calls each: all proved gone after ${seconds(bot.took)}`);
console.log(
  `the floor, batches of ${BATCH}, ${AT_ONCE} at once: ${seconds(fewest)}; one call at a time, ${ONE_BY_ONE} grants at once: ${seconds(single)} (from ${SAMPLE})`,
);
judge('time against the floor', bot.took / fewest, { most: 1.5 });
judge('HTTP requests a grant', bot.sent / GRANTS, { most: 0.15 });
judge('times as fast as one call at a time', single / bot.took, { least: 15 });
const [early, late] = await memory();
judge(`memory after ${READS} calls against a fifth of them`, late / early, { most: 1.1 });
const middle = await throttled();
console.log(
  `Meta shuts an ad account for 6 s in the middle of 200 removals and 50 grants: all done after ${seconds(middle.took)}`,
);
judge('calls to the account while it is shut', middle.during, { most: 0 });
judge('grants that waited and were written before the last removal', middle.grantsBefore, { most: 0 });
await agent.close();
town.stop();

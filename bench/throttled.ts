import { setTimeout as sleep } from 'node:timers/promises';
import { openBot } from './bot.ts';
import { endTogether, putApproved } from './ending.ts';
import { EU, personOf, startTown, TOKEN } from './graph-town.ts';

const REMOVALS = 200;
const GRANTS = 50;
const ACCOUNT = '77000001';
/** Meta shuts the account in the middle of the removals, for so long. */
const AFTER = 60;
const SECONDS = 6;
/** What had left when Meta refused comes in within this; ms. */
const UNDER_WAY = 1_000;

/** How the bot behaves when Meta shuts one ad account in the middle: what came to it meanwhile, and what went first then. */
export type Throttled = { during: number; grantsBefore: number; took: number };

/** People's access to one ad account ends and other people's is approved in the same second, and Meta shuts the account half-way. */
export async function throttled(): Promise<Throttled> {
  const people = REMOVALS + GRANTS;
  const town = await startTown({ pages: 0, people, onAccount: REMOVALS, account: `act_${ACCOUNT}` });
  const bot = await openBot({ url: town.url, token: TOKEN, business: EU });
  const asset = () => ({ kind: 'adaccount', id: ACCOUNT }) as const;
  const person = (number: number) => personOf(number, people);
  const end = await endTogether(bot.ledger, { count: REMOVALS, asset, person });
  await town.shut(AFTER, SECONDS);
  let settled = 0;
  await bot.start(({ kind }) => {
    if (kind === 'ended' || kind === 'activated') settled += 1;
  });
  await sleep(end - Date.now());
  for (let number = REMOVALS; number < people; number += 1) {
    await putApproved(bot.ledger, { asset: asset(), principal: person(number), number }, Date.now());
  }
  while (settled < people) await sleep(20);
  const took = Date.now() - end;
  const calls = await town.calls();
  await bot.stop();
  town.stop();

  const shutAt = calls.find(({ refused }) => refused)?.at;
  if (shutAt === undefined) throw new Error('Meta never refused');
  const during = calls.filter(({ at }) => at > shutAt + UNDER_WAY && at < shutAt + SECONDS * 1_000).length;
  const after = calls.filter(({ at, method, refused }) => at > shutAt + UNDER_WAY && method !== 'GET' && !refused);
  const last = after.findLastIndex(({ method }) => method === 'DELETE');
  const grantsBefore = after.slice(0, last).filter(({ method }) => method === 'POST').length;
  return { during, grantsBefore, took };
}

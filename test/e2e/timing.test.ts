import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { play } from '../support/play.ts';
import { ASSETS, street } from '../support/street.ts';
import { caughtUp, everything, expectWhole } from '../support/whole.ts';

const WITHIN = 250;
const DURATIONS = ['1s', '2s', '3s'];

/** Two rounds over the assets, Ben on those that Ana leaves room on; ends fall close together and apart. */
const wishes = [0, 1].flatMap((round) =>
  [...ASSETS.map((id) => ['U0ANA', id] as const), ...ASSETS.slice(3, 6).map((id) => ['U0BEN', id] as const)].map(
    ([user, id], index) => ({
      user,
      asset: id.startsWith('act_') ? id : `page ${id}`,
      ticket: `${round}${index}`,
      duration: DURATIONS[(round + index) % 3] ?? '1s',
      round,
    }),
  ),
);

it('a grant of seconds is taken away at Meta within a quarter of a second of its end', {
  timeout: 60_000,
}, async () => {
  await using town = await street();
  await town.bot();

  for (const round of [0, 1]) {
    await Promise.all(
      wishes
        .filter((wish) => wish.round === round)
        .map(async (wish, index) => {
          await sleep(index * 60);
          await play(town, wish);
        }),
    );
  }
  await caughtUp(town, performance.now());

  const ends = (await everything(town)).map(({ grant }) => grant);
  const late = ends.map((grant) => {
    const asset = grant.asset.kind === 'adaccount' ? `act_${grant.asset.id}` : grant.asset.id;
    const endsAt = grant.state === 'ended' ? grant.endsAt : Number.NaN;
    const taken = town.graph.calls.find(
      ({ method, path, params, at }) =>
        method === 'DELETE' && path === `/${asset}/assigned_users` && params.user === grant.principal && at >= endsAt,
    );
    return (taken?.at ?? Number.NaN) - endsAt;
  });
  const sorted = late.toSorted((a, b) => a - b);
  console.log(`end → DELETE at Meta, ${sorted.length} grants: median ${sorted[10]} ms, slowest ${sorted.at(-1)} ms`);
  expect(late).toHaveLength(20);
  expect(late.filter((ms) => !(ms >= 0 && ms < WITHIN))).toEqual([]);
  await expectWhole(town);
});

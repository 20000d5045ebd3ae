import { expect, it } from 'vitest';
import { approve } from '../../src/access/approve.ts';
import { Moved, steady } from '../../src/access/steady.ts';
import { finish } from '../../src/jobs/prove.ts';
import { keysOf } from '../../src/store/keys.ts';
import { testDesk, value } from '../support/desk.ts';
import { MINUTE } from '../support/grants.ts';

/** A desk whose Redis gives way to one that has forgotten all since `remember`. */
async function failing() {
  const desk = await testDesk();
  const turns = { count: 0 };
  Object.assign(desk.ledger, {
    unbroken: () => {
      const { count } = turns;
      return () => turns.count === count;
    },
  });
  const { redis, business } = desk.store;
  const record = keysOf(business.id).grant(1);
  let before: string | null = null;
  const remember = async () => {
    before = await redis.get(record);
  };
  const failOver = async () => {
    turns.count += 1;
    await redis.set(record, before ?? '');
  };
  return { desk, remember, failOver };
}

it('writes nothing by what was read before a failover, though the number of the version fits', async () => {
  const { desk, remember, failOver } = await failing();
  const { id } = await desk.store.ending();
  await remember();
  desk.clock.move(100 * MINUTE);
  await desk.ledger.tick(desk.clock.now(), 10);
  const slow = steady(desk);
  const late = await slow.ledger.get(id);
  expect(late).toMatchObject({ state: 'ending', version: 5 });
  await failOver();
  const early = await steady(desk).ledger.get(id);
  if (early?.state !== 'ending' || late?.state !== 'ending') throw new Error('neither has ended yet');
  await finish(steady(desk), early);

  await expect(finish(slow, late)).rejects.toThrow(Moved);

  expect((await desk.ledger.timeline(id)).filter(({ kind }) => kind === 'ended')).toHaveLength(1);
  expect(await desk.ledger.get(id)).toMatchObject({ state: 'ended', version: 5 });
});

it('writes as ever while Redis is one and the same, and refuses what people decided before, which comes again', async () => {
  const { desk, remember, failOver } = await failing();
  const { id } = await desk.ask();
  await remember();
  const before = steady(desk);
  await failOver();

  await expect(approve(before, { actor: 'U0LEA', id })).rejects.toThrow('Connection is closed');
  expect((await desk.ledger.get(id))?.state).toBe('pending');
  value(await approve(steady(desk), { actor: 'U0LEA', id }));
  expect((await desk.ledger.get(id))?.state).toBe('granting');
});

import { expect, it, onTestFinished } from 'vitest';
import { createCanary } from '../../src/jobs/canary.ts';
import { createOnce } from '../../src/store/once.ts';
import { BEN, HELP, openMetaDesk } from '../support/meta-desk.ts';
import { silent } from '../support/silent-log.ts';
import { slackSide } from '../support/slack-side.ts';
import { testStore } from '../support/store.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** A business whose canary is Ben, on a Page that he holds something on or not. */
async function office(asset = { kind: 'page', id: '123' } as const) {
  const store = await testStore();
  const { desk, close } = await openMetaDesk(store, { rules: { opsChannel: 'C0RANDOM' } });
  onTestFinished(close);
  const { messenger, workspace } = await slackSide({ clock: store.clock });
  const once = createOnce({ redis: store.redis, business: store.business });
  const canary = { asset, person: 'ben@northwind.example', every: HOUR };
  return {
    desk,
    turn: createCanary({ desk, messenger, once, log: silent }, canary, [0]),
    said: () => workspace.messages('C0RANDOM').map(({ text }) => text),
    last: () => desk.ledger.watch.canary(),
  };
}

it('gives and takes on the test asset, each hour, and says nothing while that works', async () => {
  const { desk, turn, said, last } = await office();

  for (let quarter = 0; quarter < 9; quarter += 1) {
    await turn();
    desk.clock.move(HOUR / 4);
  }

  expect(desk.writes()).toEqual(Array(3).fill(['POST ANALYZE', 'DELETE']).flat());
  expect(desk.holds({ kind: 'page', id: '123' }, BEN)).toEqual([]);
  expect(await last()).toEqual({ at: expect.any(Number), took: expect.any(Number) });
  expect(said()).toEqual([]);
});

it('tells a failure that comes again once, and its end once', async () => {
  const { desk, turn, said } = await office();
  desk.graph.faults.next({ edge: 'assigned_users', method: 'POST' }, { kind: 'error', code: 200 }, 5);

  await turn();
  const first = said().length;
  for (let minute = 0; minute < 3; minute += 1) {
    desk.clock.move(MINUTE);
    await turn();
  }
  expect([first, said().length]).toEqual([0, 1]);
  for (let minute = 0; minute < 5; minute += 1) {
    desk.clock.move(MINUTE);
    await turn();
  }

  expect(said()).toEqual([
    'Giving and taking access on the test asset of eu fails.',
    expect.stringContaining('works again'),
  ]);
});

it('touches nothing where the person holds something already', async () => {
  const { desk, turn, last } = await office(HELP as never);

  await turn();

  expect(desk.writes()).toEqual([]);
  expect(desk.holds(HELP, BEN)).toEqual(['ANALYZE']);
  expect(await last()).toMatchObject({ failed: expect.stringContaining('already') });
});

it('takes back what a crash left given', async () => {
  const { desk, turn } = await office();
  await desk.ledger.watch.setCanary({ at: desk.clock.now(), given: true });
  desk.graph.world.assign({ asset: '123', user: BEN, tasks: ['ANALYZE'] });
  desk.clock.move(MINUTE);

  await turn();

  expect(desk.writes()).toEqual(['DELETE', 'POST ANALYZE', 'DELETE']);
  expect(desk.holds({ kind: 'page', id: '123' }, BEN)).toEqual([]);
});

import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { letStand } from '../../src/access/reconcile/decide.ts';
import { foundEvent } from '../../src/access/reconcile/found.ts';
import { pairKey } from '../../src/access/reconcile/see.ts';
import { openArchive } from '../../src/archive/file-archive.ts';
import { obligationsOf } from '../../src/archive/obligations.ts';
import { type SweepOptions, sweep } from '../../src/cli/sweep.ts';
import { sweepCommand } from '../../src/cli/sweep-command.ts';
import { converge } from '../../src/jobs/converge.ts';
import { createFeed } from '../../src/store/feed.ts';
import { change, ownFolder } from '../support/archive.ts';
import { value } from '../support/desk.ts';
import { HOUR, MINUTE } from '../support/grants.ts';
import { ACME, ANA, BEN, HELP, openMetaDesk } from '../support/meta-desk.ts';
import { silent } from '../support/silent-log.ts';
import { testStore } from '../support/store.ts';

/** A business on an emulated Meta, whose bot goes away after its archive was written. */
async function office(switches = {}) {
  const store = await testStore();
  const { desk, close } = await openMetaDesk(store, { switches });
  onTestFinished(close);
  const root = ownFolder();
  const folder = join(root, 'eu');
  const archive = async () => {
    const file = await openArchive({ folder, business: 'eu', log: silent }, 0);
    await file.append(await createFeed(store).after(file.tail().event, 1_000), desk.clock.now(), () => true);
    await file.close();
  };
  const run = async (options: Partial<SweepOptions> = {}) =>
    sweep({ business: 'eu', meta: desk.meta, clock: desk.clock }, await obligationsOf(folder), {
      ...{ after: 10 * MINUTE, apply: true, cap: 25, looks: [0] },
      ...options,
    });
  const command = async (...words: string[]) => {
    const [out, err]: [string[], string[]] = [[], []];
    const to = { out: (line: string) => void out.push(line), err: (line: string) => void err.push(line) };
    const far = () => [{ business: 'eu', meta: desk.meta, close: async () => {} }];
    const config = { archive: { dir: root } } as Parameters<typeof sweepCommand>[1];
    const code = await sweepCommand(words, config, { far, clock: desk.clock, to });
    return { code, out: out.map((line) => JSON.parse(line)), err: err.join('\n') };
  };
  return { desk, root, folder, archive, run, command };
}

const did = (swept: { grants: string[]; did: string }[]) => swept.map((one) => `${one.grants} ${one.did}`);

it.each([{}, { replaceTasks: false }])(
  'takes away what is past its end, leaves what was held before and what still runs, whatever Meta makes of a write: %j',
  async (switches) => {
    const { desk, archive, run } = await office(switches);
    await desk.given();
    await desk.given({ requester: 'U0BEN', asset: HELP, level: 'moderator' });
    await desk.given({ requester: 'U0BEN', duration: 4 * HOUR, ticket: '9' });
    await archive();

    desk.clock.move(HOUR + 5 * MINUTE);
    expect(await run()).toEqual([]);
    desk.clock.move(10 * MINUTE);
    const swept = await run();

    expect(did(swept)).toEqual(['EU-1 taken', 'EU-2 taken']);
    expect(swept[1]).toMatchObject({ takes: ['ADVERTISE', 'MODERATE'], keeps: ['ANALYZE'], asset: 'page:1001' });
    expect(desk.holds(ACME, ANA)).toEqual([]);
    expect(desk.holds(HELP, BEN)).toEqual(['ANALYZE']);
    expect(desk.holds(ACME, BEN)).toEqual(['ANALYZE']);
    expect(did(await run())).toEqual(['EU-1 gone', 'EU-2 gone']);
  },
);

it('leaves what leads let stand, also what was given beside the grant', async () => {
  const { desk, archive, run } = await office();
  await desk.given();
  desk.graph.world.assign({ asset: ACME.id, user: ANA, tasks: ['ANALYZE', 'MODERATE'] });
  const facts = { asset: ACME, assetName: 'Acme Shoes', principal: ANA, name: 'Ana Ruiz', tasks: ['MODERATE'] };
  const at = desk.clock.now();
  const key = pairKey(ACME, ANA);
  const event = foundEvent('found', { at }, facts);
  await desk.ledger.watch.change(key, () => ({ finding: { ...facts, at, state: 'open' }, event }));
  value(await letStand(desk, { actor: 'U0LEA', key }));
  await archive();
  desk.clock.move(2 * HOUR);

  const [swept] = await run();

  expect(swept).toMatchObject({ did: 'taken', takes: ['ANALYZE'], keeps: ['MODERATE'] });
  expect(desk.holds()).toEqual(['MODERATE']);
  expect(did(await run())).toEqual(['EU-1 gone']);
});

it('gives nothing: what another grant should give and is not there stays so', async () => {
  const { desk, archive, run } = await office();
  await desk.given();
  await desk.given({ ticket: '2', level: 'moderator', duration: 4 * HOUR });
  await archive();
  desk.graph.world.unassign({ asset: ACME.id, user: ANA });
  desk.graph.world.assign({ asset: ACME.id, user: ANA, tasks: ['ADVERTISE'] });
  desk.clock.move(2 * HOUR);

  await run();

  expect(desk.holds(ACME, ANA)).toEqual(['ADVERTISE']);
});

it('gives nothing back that somebody took away by hand while it was at others', async () => {
  const { desk, archive, run } = await office();
  await desk.given();
  await desk.given({ requester: 'U0BEN', asset: HELP, level: 'moderator' });
  await archive();
  desk.clock.move(2 * HOUR);
  const { unassign } = desk.meta;
  desk.meta.unassign = async (...pair) => {
    await unassign(...pair);
    desk.graph.world.unassign({ asset: HELP.id, user: BEN });
  };

  expect(did(await run())).toEqual(['EU-1 taken', 'EU-2 gone']);
  expect(desk.holds(HELP, BEN)).toEqual([]);
});

it('takes what was being given when the archive ended for given, and a removal that nobody ended for due', async () => {
  const { desk, archive, run } = await office();
  const grant = await desk.approved();
  await archive();
  await converge(desk, grant, silent, [0]);
  desk.clock.move(2 * HOUR);

  expect(did(await run())).toEqual(['EU-1 taken']);
  expect(desk.holds()).toEqual([]);
});

it('only looks unless it is told to, and takes away nothing when it is more than the cap', async () => {
  const { desk, archive, command, folder } = await office();
  await desk.given();
  await desk.given({ requester: 'U0BEN', asset: HELP, level: 'moderator' });
  await archive();
  desk.clock.move(2 * HOUR);

  const looked = await command();
  const over = await command('--apply', '--cap', '1');

  expect(looked.code).toBe(0);
  expect(did(looked.out)).toEqual(['EU-1 would-take', 'EU-2 would-take']);
  expect(looked.out[0]).toMatchObject({
    business: 'eu',
    asset: 'page:123',
    holder: 'U0ANA',
    takes: ['ANALYZE'],
    since: expect.stringMatching(/Z$/),
  });
  expect(did(over.out)).toEqual(['EU-1 over-the-cap', 'EU-2 over-the-cap']);
  expect(over).toMatchObject({ code: 1, err: expect.stringContaining('more than 1 to take away, so nothing was') });
  expect(desk.holds()).toEqual(['ANALYZE']);

  change(join(folder, '2026-03-02.jsonl'), ([first = '', ...rest]) => [first.replace('U0ANA', 'U0BEN'), ...rest]);
  expect(await command('--apply')).toMatchObject({ code: 1, out: [], err: expect.stringContaining('does not hold') });
  expect(did((await command('--apply', '--accept-faults')).out)).toEqual(['EU-1 taken', 'EU-2 taken']);
});

it('tells of one that Meta refuses, and goes on with the others', async () => {
  const { desk, archive, run } = await office();
  await desk.given();
  await desk.given({ requester: 'U0BEN', asset: HELP, level: 'moderator' });
  await archive();
  desk.clock.move(2 * HOUR);
  desk.graph.faults.next({ method: 'DELETE', path: '/123/assigned_users' }, { kind: 'error', code: 10 }, 5);

  const swept = await run();

  expect(did(swept)).toEqual(['EU-1 failed', 'EU-2 taken']);
  expect(swept[0]?.error).toBeTruthy();
});

it('ends with 1 where Meta does not take the token, also while nothing is due: it would be of no use on the day', async () => {
  const { archive, command, desk } = await office();
  await desk.given();
  await archive();
  expect(await command('--apply')).toMatchObject({ code: 0, out: [], err: '' });
  desk.graph.faults.next({ method: 'GET' }, { kind: 'error', code: 190 });

  expect(await command('--apply')).toMatchObject({
    code: 1,
    out: [],
    err: expect.stringMatching(/^hallpass: eu: .*token/),
  });
});

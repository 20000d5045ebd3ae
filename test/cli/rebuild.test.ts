import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { revoke } from '../../src/access/end.ts';
import type { Grant } from '../../src/access/grant.ts';
import { leave } from '../../src/access/leave.ts';
import type { Rules } from '../../src/access/policy-rules.ts';
import { letStand, undoStanding } from '../../src/access/reconcile/decide.ts';
import { foundEvent } from '../../src/access/reconcile/found.ts';
import { openArchive } from '../../src/archive/file-archive.ts';
import { rebuild } from '../../src/cli/rebuild.ts';
import { converge } from '../../src/jobs/converge.ts';
import { Later } from '../../src/jobs/later.ts';
import { createFeed } from '../../src/store/feed.ts';
import { archiveOf, change, ownFolder, told } from '../support/archive.ts';
import { value } from '../support/desk.ts';
import { draft, event, HOUR, MINUTE, next, START } from '../support/grants.ts';
import { ACME, ANA, BEN, HELP, type MetaDesk, openMetaDesk } from '../support/meta-desk.ts';
import { silent } from '../support/silent-log.ts';
import { testStore } from '../support/store.ts';

/** A business on an emulated Meta, whose archive is written when the test says so. */
async function office(rules: Partial<Rules> = {}) {
  const store = await testStore();
  const { desk, close } = await openMetaDesk(store, { rules });
  onTestFinished(close);
  const root = ownFolder();
  const { redis } = store;
  const archive = async () => {
    const file = await openArchive({ folder: join(root, 'eu'), business: 'eu', log: silent }, 0);
    await file.append(await createFeed(store).after(file.tail().event, 1_000), desk.clock.now(), () => true);
    await file.close();
  };
  const lose = async () => {
    await redis.flushdb();
    await redis.set('hallpass-test', '1');
  };
  const build = (options = {}, over: Partial<MetaDesk> = {}) =>
    rebuild({ redis, desk: { ...desk, ...over } }, { from: root, dryRun: false, acceptFaults: false, ...options });
  /** Lets the end of a grant come, and takes it away. */
  const end = async (grant: Grant) => {
    desk.clock.move(3 * HOUR);
    await desk.ledger.tick(desk.clock.now(), 100);
    await converge(desk, grant, silent, [0]);
    return desk.now(grant.id);
  };
  return { desk, store, root, archive, lose, build, end };
}

function unlessLater(error: unknown): void {
  if (!(error instanceof Later)) throw error;
}

it('gives back what somebody held before, as the archive says', async () => {
  const { desk, archive, lose, build, end } = await office();
  const grant = await desk.given({ requester: 'U0BEN', asset: HELP, level: 'moderator' });
  await archive();
  await lose();

  const built = await build();
  const back = await desk.ledger.pair(HELP, BEN);
  const ended = await end(grant);

  expect(built.ok).toBe(true);
  expect(back).toMatchObject({ baseline: ['ANALYZE'], grants: [{ id: grant.id, state: 'active' }] });
  expect(ended).toMatchObject({ state: 'ended', kept: { tasks: ['ANALYZE'], through: ['before'] } });
  expect(desk.holds(HELP, BEN)).toEqual(['ANALYZE']);
});

it('does not take for held before what was being given when the archive ended', async () => {
  const { desk, archive, lose, build, end } = await office();
  const grant = await desk.approved();
  await archive();
  await converge(desk, grant, silent, [0]);
  expect(desk.holds(ACME, ANA)).toEqual(['ANALYZE']);
  await lose();

  const { lines } = await build();
  expect(lines[0]).toContain(
    'EU-1 granting U0ANA page:123 for ticket 456; what was held before is not archived, taken as nothing',
  );
  await end(grant);

  expect(desk.holds(ACME, ANA)).toEqual([]);
});

it('does not take for gone what Meta does not show yet, since it was given right before Redis was lost', async () => {
  const { desk, archive, lose, build } = await office();
  const grant = await desk.approved();
  await archive();
  desk.graph.switches.readLagMs = 30_000;
  await expect(converge(desk, grant, silent, [0])).rejects.toThrow('does not show it yet');
  await lose();
  expect(await build()).toMatchObject({ ok: true });
  desk.clock.move(5_000);

  value(await revoke(desk, { actor: 'U0LEA', id: grant.id }));
  for (let tries = 0; tries < 40 && (await desk.now(grant.id)).state === 'ending'; tries += 1) {
    await converge(desk, grant, silent, [0]).catch(unlessLater);
    desk.clock.move(2_000);
  }

  expect((await desk.now(grant.id)).state).toBe('ended');
  expect(desk.holds(ACME, ANA)).toEqual([]);
});

it('writes nothing where Meta does not say what was held', async () => {
  const { desk, archive, lose, build, store } = await office();
  await desk.approved();
  await archive();
  await lose();
  await desk.graph.stop();

  expect(await build()).toMatchObject({ ok: false });

  expect(await store.redis.dbsize()).toBe(1);
});

it('can be run again after it died in the middle, and then has each grant once', async () => {
  const { desk, archive, lose, build, store } = await office();
  const { ledger } = desk;
  const active = await store.active();
  await store.request({ ticket: '2' });
  const ending = next(active, 'ending');
  await ledger.commit(ending, event('ending'));
  await store.request({ ticket: '3', requester: 'U0BEN', principal: BEN });
  const before = await ledger.pair(ACME, ANA);
  await ledger.noteWrite(ACME, ANA, { generation: before.generation, baseline: [], at: START });
  await archive();
  await lose();

  let calls = 0;
  const now = () => {
    calls += 1;
    if (calls === 2) throw new Error('died');
    return desk.clock.now();
  };
  const dying = { clock: { ...desk.clock, now } };
  expect(await build({}, dying)).toMatchObject({ ok: false });
  expect(await ledger.get('EU-1')).not.toBeNull();
  expect(await ledger.get('EU-2')).toBeNull();
  const built = await build();

  expect(built.lines.at(-1)).toBe('eu: 3 built anew, 0 are over, up to number 3');
  expect((await ledger.byPerson('U0ANA', 9)).map(({ id, state }) => `${id} ${state}`)).toEqual([
    'EU-2 pending',
    'EU-1 ending',
  ]);
  expect((await ledger.pending(9)).map(({ id }) => id)).toEqual(['EU-2', 'EU-3']);
  expect((await ledger.pair(ACME, ANA)).grants.map(({ id }) => id)).toEqual(['EU-1']);
  expect((await ledger.timeline('EU-1')).map(({ kind }) => kind)).toEqual([
    'requested',
    'approved',
    'activated',
    'ending',
    'rebuilt',
  ]);
  expect(await ledger.create(draft({ ticket: '2' }), event('requested'))).toEqual({ kind: 'open', id: 'EU-2' });
  expect(await ledger.bindPerson(BEN, 'U0OTHER')).toBe('U0BEN');
  expect((await ledger.tick(START + MINUTE, 0)).next).toBeGreaterThan(START);
});

it('goes on behind what is archived also when the clock of the new Redis is behind', async () => {
  const { desk, lose, build, store, root } = await office();
  const ahead = Date.now() + 10 * HOUR;
  const late = told(1, { state: 'denied', deniedBy: 'U0LEA', deniedAt: START });
  await archiveOf([{ ...late, event: { ...late.event, id: `${ahead}-0`, kind: 'denied' } }], 'eu', root);
  await lose();
  expect(await build()).toMatchObject({ ok: true, lines: ['eu: 0 built anew, 1 are over, up to number 1'] });

  const grant = await store.request();

  const [made] = await desk.ledger.timeline(grant.id);
  expect(grant.id).toBe('EU-1002');
  expect(Number(made?.id.split('-')[0])).toBeGreaterThanOrEqual(ahead);
  expect(await createFeed(store).after(`${ahead}-0`, 9)).toHaveLength(1);
});

it('gives back what leads let stand, with who said so, and forgets what they took back', async () => {
  const { desk, archive, lose, build, store } = await office();
  const { watch } = desk.ledger;
  const at = desk.clock.now();
  for (const principal of [ANA, BEN]) {
    const facts = { asset: ACME, assetName: 'Acme Shoes', principal, name: 'Somebody', tasks: ['ANALYZE', 'MODERATE'] };
    const key = `page:123:${principal}`;
    await watch.change(key, () => ({
      finding: { ...facts, at, state: 'open' },
      event: foundEvent('found', { at }, facts),
    }));
    value(await letStand(desk, { actor: 'U0LEA', key }));
  }
  value(await undoStanding(desk, { actor: 'U0LEA', key: `page:123:${ANA}` }));
  const before = await watch.standing();
  await archive();
  await lose();

  const built = await build();

  expect(built.lines.slice(-2)).toEqual(['eu: 1 that leads let stand', 'eu: 0 built anew, 0 are over, up to number 0']);
  expect(await watch.standing()).toEqual(before);
  expect([...before.keys()]).toEqual([`page:123:${BEN}`]);
  expect((await watch.events('page:123', 9)).map(({ kind, actor }) => `${actor} ${kind}`)).toEqual([
    'U0LEA found-standing',
  ]);
  expect(await createFeed(store).after('0-0', 9)).toHaveLength(1);
});

it('builds from no archive that does not hold, unless somebody says so', async () => {
  const { lose, build, store, archive, root } = await office();
  await store.request();
  await store.request({ ticket: '2' });
  await archive();
  await lose();
  change(join(root, 'eu', '2026-03-02.jsonl'), ([first = '', ...rest]) => [first.replace('U0ANA', 'U0BEN'), ...rest]);

  const refused = await build();
  expect(refused.ok).toBe(false);
  expect(refused.lines[0]).toContain('the archive does not hold (eu/2026-03-02.jsonl line 1: edit:');
  expect(await build({ acceptFaults: true })).toMatchObject({ ok: true });
});

it('asks a lead whether to leave what the business was to leave by itself: lost state takes nothing, and forgets nothing', async () => {
  const { desk, archive, lose, build, end } = await office({ leaveClientAssets: 'always' });
  const grant = await desk.given();
  await end(grant);
  await archive();
  await lose();

  const { lines } = await build();
  const back = await desk.now(grant.id);
  await archive();
  await lose();
  await build();
  const again = await desk.now(grant.id);
  const left = value(await leave(desk, { actor: 'U0LEA', id: grant.id }));
  await archive();
  await lose();
  const last = await build();

  expect(lines).toContain(
    'eu: EU-1 ended U0ANA page:123 for ticket 456; the asset was to be left, a lead is asked about that',
  );
  expect(back).toMatchObject({ state: 'ended', leave: 'ask', version: 6 });
  expect(again).toMatchObject({ state: 'ended', leave: 'ask', version: 7 });
  expect(left.left?.by).toBe('U0LEA');
  expect(last.lines).toEqual(['eu: 0 built anew, 1 are over, up to number 1']);
});

it('leaves no asset on which something is open again', async () => {
  const { desk, archive, lose, build, end } = await office({ leaveClientAssets: 'always' });
  await end(await desk.given());
  const open = await desk.given();
  await archive();
  await lose();

  const { lines } = await build();

  expect(lines).toEqual([
    expect.stringContaining(`${open.id} active`),
    expect.stringContaining('1 built anew, 1 are over'),
  ]);
});

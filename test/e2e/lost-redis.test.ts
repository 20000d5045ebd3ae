import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import type { Workspace } from '../../demo/slack/workspace.ts';
import { acceptLoss, rebuild } from '../../src/cli/rebuild.ts';
import { open } from '../../src/doors.ts';
import { start } from '../../src/main.ts';
import { openRedis, whenReady } from '../../src/store/connection.ts';
import { keysOf } from '../../src/store/keys.ts';
import { archived, ownFolder } from '../support/archive.ts';
import { eventually } from '../support/eventually.ts';
import { stage } from '../support/stage.ts';

const HOUR = 3_600_000;
const keys = keysOf('100000000000001');
const log = pino({ level: 'silent' });

/** A bot with an archive, in which Ana's access is active, Ben's waits for a lead and Ana's other one is over. */
async function town() {
  const dir = ownFolder();
  const here = await stage({ policy: `approvers: [U0LEA]\nauditors: []\narchive: { dir: ${dir} }\n` });
  const { workspace, config, clock, ledger, redisUrl } = here;
  const redis = openRedis(redisUrl);
  await whenReady(redis, 5_000);
  const ask = (who: string, what: string) => workspace.as(who).command('C0SUPPORT', `/access request ${what}`);
  await ask('U0ANA', 'page 123 for ticket 1 for 2h');
  await here.reaches('EU-1', 'pending');
  await workspace.as('U0LEA').command('C0SUPPORT', '/access approve EU-1');
  await here.reaches('EU-1', 'active');
  await ask('U0BEN', 'page 123 for ticket 2');
  await here.reaches('EU-2', 'pending');
  await ask('U0ANA', 'act_2001 for ticket 3');
  await here.reaches('EU-3', 'pending');
  await workspace.as('U0LEA').command('C0SUPPORT', '/access deny EU-3 because no');
  await here.reaches('EU-3', 'denied');
  await eventually(async () => expect(await redis.hget(keys.archived, 'seq')).toBe('6'));
  const reach = async <T>(work: (reach: Parameters<typeof rebuild>[0]) => Promise<T>) => {
    const { world, branches, close } = await open(config, { clock, log });
    try {
      return await work({ redis: world.redis, desk: (branches[0] as (typeof branches)[number]).desk });
    } finally {
      await close();
    }
  };
  const build = (dryRun = false) => reach((one) => rebuild(one, { from: dir, dryRun, acceptFaults: false }));
  const lose = async () => {
    await here.bot.stop();
    await redis.flushdb();
    await redis.set('hallpass-test', '1');
  };
  return { ...here, dir, redis, reach, build, lose, ledger };
}

const standsStill = ({ messages }: Pick<Workspace, 'messages'>) =>
  messages('C0SUPPORT').filter(({ text }) => text.startsWith('Hallpass stands still'));

it('does not start on a Redis that lost what is archived, and after it is built anew takes every access away in its time', async () => {
  const here = await town();
  const { lose, build, config, clock, ledger, redis, restart, reaches, graph, dir, workspace } = here;
  const before = await ledger.get('EU-1');
  const history = await ledger.timeline('EU-1');
  await lose();

  const refused = () => start(config, { clock, log });
  await expect(refused()).rejects.toThrow(/^eu: Redis does not know what is archived.*rebuild/);
  await expect(refused()).rejects.toThrow(/^eu: Redis does not know/);
  expect(standsStill(workspace)).toHaveLength(1);
  expect(JSON.stringify(standsStill(workspace))).toMatch(
    /Redis does not know what is archived.*node src\/main.ts rebuild/,
  );
  const dry = await build(true);
  expect(await redis.dbsize()).toBe(1);
  const built = await build();
  expect(await build()).toMatchObject({
    ok: false,
    lines: [expect.stringContaining('holds state of this business already')],
  });

  expect(dry.lines.slice(0, 2)).toEqual([
    'eu: EU-1 active U0ANA page:123 for ticket 1',
    'eu: EU-2 pending U0BEN page:123 for ticket 2',
  ]);
  expect(built).toMatchObject({ ok: true });
  expect(built.lines.at(-1)).toBe('eu: 2 built anew, 1 are over, up to number 3');
  expect(await ledger.get('EU-1')).toEqual({ ...before, version: 4, told: 3, cardVersion: expect.any(Number) });
  expect((await ledger.timeline('EU-1')).slice(0, 3)).toEqual(history);
  expect((await ledger.byTicket('2', 5)).map(({ id }) => id)).toEqual(['EU-2']);

  await restart();
  await workspace.as('U0ANA').command('C0SUPPORT', '/access request page 1001 for ticket 4');
  await reaches('EU-1004', 'pending');
  clock.advance(2 * HOUR);
  await reaches('EU-1', 'ended');

  expect(graph.world.holds('123', '900000000000001')).toEqual([]);
  const kinds = archived(join(dir, 'eu'))
    .map((line) => JSON.parse(line).event)
    .map(({ grant, kind }) => `${grant} ${kind}`);
  expect(kinds.filter((kind) => kind === 'EU-1 requested')).toHaveLength(1);
  expect(kinds).toContain('EU-2 rebuilt');
});

it('gives nothing again that a lead had taken away, in moments that were not archived', async () => {
  const { lose, build, restart, graph, ledger, clock, reaches } = await town();
  await lose();
  graph.world.unassign({ asset: '123', user: '900000000000001' });
  expect(await build()).toMatchObject({ ok: true });

  await restart();
  await eventually(async () => expect((await ledger.get('EU-1'))?.cardVersion).toBeGreaterThan(3));
  clock.advance(HOUR);
  clock.advance(HOUR);
  await reaches('EU-1', 'ended');

  expect(graph.calls.filter(({ method, edge }) => method === 'POST' && edge === 'assigned_users')).toHaveLength(1);
});

it('stops where Redis loses it under the running bot, and says why', async () => {
  const { bot, redis, workspace } = await town();

  await redis.flushdb();
  await redis.set('hallpass-test', '1');

  expect(await bot.lost).toMatch(/^eu: Redis does not know what is archived/);
  await eventually(() => expect(standsStill(workspace)).toHaveLength(1));
});

it('goes on without what is lost where somebody says so, on either side', async () => {
  const { lose, reach, dir, restart, reaches, workspace, redis } = await town();
  await lose();

  expect(await reach((one) => acceptLoss(one, dir))).toEqual([
    'eu: lost: EU-1 active U0ANA page:123 for ticket 1',
    'eu: lost: EU-2 pending U0BEN page:123 for ticket 2',
    'eu: goes on behind line 6 of the archive',
  ]);
  await restart();
  await workspace.as('U0ANA').command('C0SUPPORT', '/access request page 123 for ticket 9');
  // The cards of those before still stand in Slack, with their buttons.
  await reaches('EU-1004', 'pending');
  await eventually(() => expect(archived(join(dir, 'eu'))).toHaveLength(7));

  expect(Number(await redis.hget(keys.archived, 'seq'))).toBe(7);
});

it('goes on where the archive is away, and writes nothing in its place', async () => {
  const { dir, restart, clock, reaches, graph, bot, redis } = await town();
  await bot.stop();
  rmSync(join(dir, 'eu'), { recursive: true });

  await restart();
  clock.advance(2 * HOUR);
  await reaches('EU-1', 'ended');

  expect(graph.world.holds('123', '900000000000001')).toEqual([]);
  expect(archived(join(dir, 'eu'))).toEqual([]);
  expect(await redis.hget(keys.archived, 'seq')).toBe('6');
});

import { expect, it, onTestFinished } from 'vitest';
import { openRedis, whenReady } from '../../src/store/connection.ts';
import { eventually } from '../support/eventually.ts';
import { watchedRedis } from '../support/sentinel.ts';
import { stage } from '../support/stage.ts';

const HOUR = 3_600_000;

it('a master that dies in the middle of a grant: the bot goes on with its replica, and the grant ends once', {
  timeout: 60_000,
}, async () => {
  const watched = await watchedRedis();
  onTestFinished(() => watched[Symbol.asyncDispose]());
  const redis = openRedis(watched.url);
  onTestFinished(() => redis.disconnect());
  expect(await whenReady(redis, 5_000)).toBe(true);
  const here = await stage({ on: { redis, url: watched.url } });
  const { clock, workspace, ledger, reaches, graph } = here;
  const say = (who: string, words: string) => workspace.as(who).command('C0SUPPORT', `/access ${words}`);
  await say('U0ANA', 'request page 123 for ticket 1 for 1h');
  await reaches('EU-1', 'pending');
  await say('U0LEA', 'approve EU-1');
  await reaches('EU-1', 'active');
  await say('U0BEN', 'request page 123 for ticket 2 for 1h');
  await reaches('EU-2', 'pending');
  await watched.master.client.wait(1, 2_000);

  await watched.master.kill();
  clock.advance(2 * HOUR);
  await say('U0ANA', 'request page 1001 for ticket 3 for 1h');
  await say('U0ANA', 'request page 1001 for ticket 3 for 1h');
  expect(workspace.ephemerals('U0ANA').at(-1)?.text).toMatch(/cannot reach its store.*Try again/s);
  await reaches('EU-1', 'ended');
  await say('U0LEA', 'approve EU-2');
  await reaches('EU-2', 'active');

  const kinds = (await ledger.timeline('EU-1')).map(({ kind }) => kind);
  expect(kinds).toEqual(['requested', 'approved', 'activated', 'ending', 'ended']);
  expect(graph.world.holds('123', '900000000000001')).toEqual([]);
  expect(await watched.replica.client.info('replication')).toContain('role:master');
  await eventually(async () => expect((await fetch(`http://127.0.0.1:${here.bot.port}/readyz`)).status).toBe(200));
});

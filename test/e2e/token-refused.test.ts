import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { start } from '../../src/main.ts';
import { eventually } from '../support/eventually.ts';
import { ANA, BEN, office, SUPPORT, words } from './office.ts';

const MINUTE = 60_000;
const EU = '100000000000001';

it('a token revoked in the middle of live grants: told once, nothing lost, and all goes on with a new one', async () => {
  const here = await office();
  const { ana, ben, lea, graph, active, requested, reaches, shows, clock, workspace, config } = here;
  const second = await start(config, { clock, log: pino({ level: 'silent' }) });
  onTestFinished(() => second.stop());
  const told = () =>
    workspace
      .messages(SUPPORT)
      .filter(({ bot, threadTs, text }) => bot && !threadTs && /the token of Northwind EU/.test(text))
      .map(words);
  await active(ana, 'request page 123 for ticket 1 for 10m');
  await active(ben, 'request page 1001 for ticket 2 as advertiser for 10m');
  await requested(ben, 'request page 1002 for ticket 3');
  const held = graph.world.holds('1001', BEN);

  graph.world.revokeToken('EAADEMOEU');
  await ana.asks('release EU-1');
  await shows('EU-1', /Not confirmed yet.*Meta refused the token of our business/);
  await eventually(() => expect(told()).toHaveLength(1));
  expect(told()[0]).toMatch(/<@U0LEA> <@U0LOU>.*nothing is lost/s);
  // What is remembered of assets is too old then.
  clock.advance(2 * MINUTE);
  expect(await ben.asks('request page 1003 for ticket 4')).toMatch(/Nothing was changed\. Meta no longer accepts/);
  expect(await lea.presses('EU-3', 'approve')).toMatch(/Nothing was changed\. Meta no longer accepts/);

  graph.calls.splice(0);
  expect(await lea.asks('revoke EU-2 because urgent')).toMatch(/is being taken away.*so this waits/);
  clock.advance(8 * MINUTE);
  await shows('EU-2', /Meta refused the token of our business/);
  clock.advance(5 * MINUTE);
  await eventually(() => expect(graph.calls.length).toBeGreaterThan(0));
  // Questions about the token and nothing else, however many jobs came back.
  const asked = graph.calls.map(({ edge }) => edge);
  expect(asked.filter((edge) => edge !== 'business' && edge !== 'debug_token')).toEqual([]);
  expect(asked.filter((edge) => edge === 'business').length).toBeLessThanOrEqual(6);
  expect([graph.world.holds('123', ANA), graph.world.holds('1001', BEN)]).toEqual([['ANALYZE'], held]);

  graph.world.setToken({ token: 'EAANEW', business: EU });
  Object.assign(config.businesses[0] ?? {}, { token: 'EAANEW' });
  await second.stop();
  await here.restart();
  const mended = performance.now();
  await Promise.all(['EU-1', 'EU-2'].map((id) => reaches(id, 'ended')));
  // Not after the half minute that the jobs were put off by.
  expect(performance.now() - mended).toBeLessThan(8_000);
  await eventually(() => expect(told()).toHaveLength(2));

  expect(told()[1]).toMatch(/Meta takes the token of Northwind EU again, after 1[56] min/);
  expect(graph.world.holds('123', ANA)).toEqual([]);
  expect(graph.world.holds('1001', BEN)).toEqual(['ANALYZE']);
  await shows('EU-1', /Removed, confirmed/);
  const story = (await here.ledger.timeline('EU-1')).map(({ kind }) => kind);
  expect(story.filter((kind) => kind === 'waiting')).toHaveLength(1);
  await lea.presses('EU-3', 'approve');
  await reaches('EU-3', 'active');
});

import { expect, it, onTestFinished } from 'vitest';
import type { Grant } from '../../src/access/grant.ts';
import { openRedis, whenReady } from '../../src/store/connection.ts';
import { keysOf } from '../../src/store/keys.ts';
import { createLedger } from '../../src/store/ledger.ts';
import { type OwnCluster, ownCluster } from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';
import type { OwnRedis } from '../support/own-redis.ts';
import { stage } from '../support/stage.ts';

const HOUR = 3_600_000;
const DE = '100000000000003';
const DESKS = [
  { key: 'eu', id: '100000000000001', channel: 'C0SUPPORT', page: '123', ana: '900000000000001' },
  { key: 'us', id: '100000000000002', channel: 'C0USDESK', page: '3001', ana: '910000000000001' },
  { key: 'de', id: DE, channel: 'C0RANDOM', page: '5001', ana: '920000000000001' },
];
const POLICY = `  de:
    id: "${DE}"
    token: \${META_TOKEN_DE}
    channels: [C0RANDOM]
approvers: [U0LEA]
`;

/** The bot on a cluster, with three businesses whose keys lie on one server each. */
async function town() {
  const cluster = await ownCluster(DESKS.map(({ id }) => keysOf(id).number) as [string, string, string]);
  onTestFinished(() => cluster[Symbol.asyncDispose]());
  const redis = openRedis(cluster.url);
  onTestFinished(() => redis.disconnect());
  await whenReady(redis, 5_000);
  const here = await stage({
    on: { redis, url: cluster.url },
    policy: POLICY,
    env: { META_TOKEN_DE: 'EAADEMODE' },
    seed({ graph: { world } }) {
      world.addBusiness({ id: DE, name: 'Northwind DE', token: 'EAADEMODE' });
      world.addPerson({ business: DE, id: '920000000000001', name: 'Ana Ruiz', email: 'ana@northwind.example' });
      world.addPage({ id: '5001', name: 'Northwind Hilfe', owner: DE });
    },
  });
  const desks = DESKS.map((desk, at) => {
    const ledger = createLedger({ redis, business: desk, clock: here.clock });
    const server = cluster.servers[at] as OwnRedis;
    const say = (who: string, words: string) => here.workspace.as(who).command(desk.channel, `/access ${words}`);
    const reaches = (number: number, state: Grant['state']) =>
      eventually(async () => {
        const grant = await ledger.get(`${desk.key.toUpperCase()}-${number}`);
        if (grant?.state !== state) throw new Error(`${desk.key} ${number} is ${grant?.state}, not ${state}`);
        return grant;
      }, 10_000);
    const ask = async (number: number, ticket: string) => {
      await say('U0ANA', `request page ${desk.page} for ticket ${ticket} for 1h`);
      return reaches(number, 'pending');
    };
    const give = async (number: number) => {
      await say('U0LEA', `approve ${desk.key.toUpperCase()}-${number}`);
      return reaches(number, 'active');
    };
    return {
      ...desk,
      server,
      ledger,
      say,
      reaches,
      ask,
      give,
      held: () => here.graph.world.holds(desk.page, desk.ana),
    };
  });
  return { ...here, cluster, desks };
}

type Desk = Awaited<ReturnType<typeof town>>['desks'][number];

const moveTo = (cluster: OwnCluster, one: Desk, to: Desk) => cluster.move(keysOf(one.id).number, one.server, to.server);

/** What is not of one business alone: Meta's limits of the whole app, and when user groups changed. */
const SHARED = /^hallpass:\{(app|group):/;

it('a cluster: businesses lie on servers of their own, nothing is lost while a slot moves, and a dead server holds up only its own', {
  timeout: 60_000,
}, async () => {
  const { cluster, desks, clock, bot, workspace } = await town();
  const [eu, us, de] = desks as [Desk, Desk, Desk];
  await Promise.all(desks.map((desk) => desk.ask(1, '1')));
  await Promise.all(desks.map((desk) => desk.give(1)));
  for (const { server, id } of desks) {
    const own = (await server.client.keys('*')).filter((key) => !SHARED.test(key));
    expect(own.length).toBeGreaterThan(10);
    expect(own.filter((key) => !key.startsWith(`hallpass:{${id}}:`))).toEqual([]);
  }

  let asked = 0;
  let moved = false;
  const moving = moveTo(cluster, eu, us).finally(() => {
    moved = true;
  });
  while (!moved) {
    asked += 1;
    const typed = await eu.say('U0ANA', `request page 123 for ticket ${asked + 1} for 1h`);
    expect(typed).toMatchObject({ status: 'acked', body: undefined });
    await Promise.all([us.say('U0ANA', 'mine'), de.say('U0ANA', 'mine')]);
  }
  await moving;
  console.log(`${asked} requests while the slot moved`);
  await eventually(async () => expect(await eu.ledger.pending(1_000)).toHaveLength(asked));
  expect(await eu.server.client.keys(`*{${eu.id}}*`)).toEqual([]);
  await eu.give(2);
  await de.ask(2, '2');

  await de.server.kill();
  clock.advance(2 * HOUR);
  await Promise.all([eu.reaches(1, 'ended'), eu.reaches(2, 'ended'), us.reaches(1, 'ended')]);
  await de.say('U0ANA', 'request page 5001 for ticket 3 for 1h');
  await de.say('U0ANA', 'request page 5001 for ticket 4 for 1h');
  expect(workspace.ephemerals('U0ANA').at(-1)?.text).toMatch(/cannot reach its store.*Try again/s);
  expect((await fetch(`http://127.0.0.1:${bot.port}/readyz`)).status).toBe(503);
  await de.server.revive();
  await de.reaches(1, 'ended');
  await de.reaches(2, 'pending');

  for (const { ledger, key, held } of desks) {
    const kinds = (await ledger.timeline(`${key.toUpperCase()}-1`)).map(({ kind }) => kind);
    expect(kinds).toEqual(['requested', 'approved', 'activated', 'ending', 'ended']);
    expect(held()).toEqual([]);
  }
});

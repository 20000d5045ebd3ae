import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRedis } from '../demo/redis.ts';
import { openTown } from '../demo/town.ts';
import { openRedis, whenReady } from '../src/store/connection.ts';
import { keysOf } from '../src/store/keys.ts';
import { startChild } from './child.ts';
import { judge, median, ms, quantile } from './figures.ts';
import { load, type Round } from './load.ts';

/** Time to acknowledge `/access request …` against a bare Bolt app that only acknowledges: same machine, same run, in turns. */
const CONNECTIONS = 32;
const ROUNDS = Number(process.env.ROUNDS ?? 9);
const SECONDS = Number(process.env.SECONDS ?? 3);

const redisServer = await startRedis({
  args: ['--appendonly', 'yes', '--dir', mkdtempSync(join(tmpdir(), 'hallpass-bench-'))],
});
const town = await openTown({ redisUrl: redisServer.url });
const policyFile = join(mkdtempSync(join(tmpdir(), 'hallpass-bench-')), 'hallpass.yml');
writeFileSync(policyFile, town.policy);

const secret = town.env.SLACK_SIGNING_SECRET ?? '';
const bare = await startChild('bench/bare-bolt.ts', { SLACK_SIGNING_SECRET: secret });
const bot = await startChild('src/main.ts', {
  ...town.env,
  HALLPASS_ROLES: 'web',
  HALLPASS_CONFIG: policyFile,
  LOG_LEVEL: 'info',
});

const body = (n: number): string =>
  new URLSearchParams({
    token: 'legacy',
    team_id: 'T0NORTHWIND',
    team_domain: 'northwind',
    channel_id: 'C0SUPPORT',
    channel_name: 'support',
    user_id: 'U0ANA',
    user_name: 'ana',
    command: '/access',
    text: `request page ${1000 + (n % 5000)} for ticket ${n} as analyst for 2h because the customer asked`,
    api_app_id: 'A0HALLPASS',
    is_enterprise_install: 'false',
    response_url: `http://127.0.0.1:9/commands/${n}`,
    trigger_id: `${n}.1.x`,
  }).toString();
const run = (port: number, seconds: number): Promise<Round> =>
  load({ url: `http://127.0.0.1:${port}`, secret, connections: CONNECTIONS, seconds, body });

await run(bare.port, 2);
await run(bot.port, 2);
const redis = openRedis(redisServer.url);
await whenReady(redis, 5_000);
const inbox = keysOf('100000000000001').inbox;
await redis.del(inbox);
const rounds: { bare: Round; bot: Round }[] = [];
let acked = 0;
for (let i = 0; i < ROUNDS; i += 1) {
  const round = { bare: await run(bare.port, SECONDS), bot: await run(bot.port, SECONDS) };
  acked += round.bot.latencies.length;
  rounds.push(round);
}
const kept = await redis.xlen(inbox);

const line = (name: 'bare' | 'bot') => {
  const p50 = median(rounds.map((round) => quantile(round[name].latencies, 0.5)));
  const p99 = median(rounds.map((round) => quantile(round[name].latencies, 0.99)));
  const rate = median(rounds.map((round) => round[name].perSecond));
  console.log(`${name.padEnd(5)} p50 ${ms(p50)}  p99 ${ms(p99)}  ${rate.toFixed(0)} acks/s`);
};
/** Each round is compared with the one beside it, since what else the machine does changes from one to the next. */
const ratio = (of: (round: Round) => number) => median(rounds.map(({ bare, bot }) => of(bot) / of(bare)));
console.log(
  `ack of /access request, ${CONNECTIONS} connections, ${ROUNDS} rounds of ${SECONDS} s each in turns (medians; ratios are medians of the rounds' own)`,
);
line('bare');
line('bot');
judge(
  'p99 against bare Bolt',
  ratio(({ latencies }) => quantile(latencies, 0.99)),
  { most: 1.3 },
);
judge(
  'throughput against bare Bolt',
  ratio(({ perSecond }) => perSecond),
  { least: 0.75 },
);
judge('commands kept in Redis per command acknowledged', kept / acked, { least: 1, most: 1 });

redis.disconnect();
await bare.stop();
await bot.stop();
await town.stop();
await redisServer.stop();

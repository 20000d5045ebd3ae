import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { clockFinding } from '../../src/cli/finding.ts';
import { keysOf } from '../../src/store/keys.ts';
import { risksIn } from '../../src/store/server-risks.ts';
import { ownFolder, written } from '../support/archive.ts';
import { ownRedis } from '../support/own-redis.ts';
import { receiver } from '../support/receiver.ts';
import { testRedis } from '../support/redis.ts';
import { town } from './examined-town.ts';

const APPROVERS = 'approvers: [U0LEA]\n';
/** An address where nobody listens. */
async function closed(): Promise<string> {
  const server = createServer();
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return `http://127.0.0.1:${port}`;
}
const ofEu = (lines: string[]) => lines.filter((line) => line.includes('business eu'));

describe('hallpass doctor, of clocks', () => {
  it('finds that this machine’s is not Slack’s and not Meta’s', async () => {
    const { complaints } = await town({ clock: { now: () => Date.now() - 61_000 } });

    expect(await complaints()).toEqual([
      expect.stringMatching(/^FAIL {2}clock: differs from Slack by 6[01] s; set it by NTP$/),
      expect.stringMatching(/^FAIL {2}clock: differs from Meta by 6[01] s; set it by NTP$/),
    ]);
  });

  it('says of Redis’ that both may be wrong', () => {
    expect(clockFinding('Redis', 7_400, 'set both by NTP')?.say).toBe('differs from Redis by 7 s; set both by NTP');
  });
});

describe('hallpass doctor, of Redis', () => {
  it('finds one that takes no writes, and one that is nearly full', async () => {
    const redis = await ownRedis();
    onTestFinished(redis.stop);
    const used = Number(/used_memory:(\d+)/.exec(await redis.client.info('memory'))?.[1]);
    await redis.client.config('SET', 'maxmemory', Math.round(used * 1.06));
    await redis.client.replicaof('127.0.0.1', 1);
    const { complaints } = await town({ redisUrl: redis.url });

    expect(await complaints()).toEqual([
      'FAIL  redis: This Redis is a replica and takes no writes: let REDIS_URL name the master.',
      expect.stringMatching(/^FAIL {2}redis: Redis has used \d{2,3} % of its memory, .*: raise maxmemory\.$/),
    ]);
  });

  it.each([
    ['redis_version:6.0.16', /version 6\.0\.16, .*run 6\.2 or newer/],
    ['redis_version:5.0.3', /version 5\.0\.3/],
    ['redis_version:7.0.15\r\naof_last_write_status:err', /could not write its AOF/],
    ['redis_version:7.0.15\r\naof_last_bgrewrite_status:err', /could not write its AOF/],
    ['redis_version:7.0.15\r\nrdb_last_bgsave_status:err', /could not save a snapshot/],
  ])('finds trouble in what it tells: %j', (info, what) => {
    expect(risksIn(`# Server\r\n${info}\r\n`)).toEqual([expect.stringMatching(what)]);
  });

  it('finds none in a Redis that is well', () => {
    const well = ['redis_version:6.2.0', 'role:master', 'aof_last_write_status:ok', 'used_memory:5', 'maxmemory:0'];

    expect(risksIn(well.join('\r\n'))).toEqual([]);
    expect(risksIn('redis_version:10.1.0\r\nused_memory:80\r\nmaxmemory:100')).toEqual([]);
  });
});

describe('hallpass doctor, of the way out', () => {
  it('tells a Slack and a Meta that can not be reached from tokens that are wrong', async () => {
    const { complaints, workspace, graph } = await town({ policy: APPROVERS });
    await workspace.stop();
    await graph.stop();

    const found = await complaints();

    expect(found[0]).toMatch(
      /^FAIL {2}slack: does not answer \(.*\); check that this machine reaches it, SLACK_API_URL/,
    );
    expect(found).toContainEqual(
      expect.stringMatching(
        /business eu: the token can't be checked: .*; check that this machine reaches META_GRAPH_URL/,
      ),
    );
    expect(found.join()).not.toMatch(/BOT_TOKEN|put a token/);
  });

  it('says that Socket Mode may be opened, or what to look at', async () => {
    const well = await town({ socketMode: true });
    const wrong = await town({ env: { SLACK_APP_TOKEN: 'xapp-wrong' } });

    expect(await well.look()).toContain('ok    socket mode: may be opened');
    expect(await wrong.complaints()).toEqual([
      expect.stringMatching(/^FAIL {2}socket mode: can't be opened \(.*invalid_auth\); check SLACK_APP_TOKEN/),
    ]);
  });
});

describe('hallpass doctor, of people and the canary', () => {
  it('finds auditors who are not there, and says nothing of those who are', async () => {
    const { look } = await town({ policy: `${APPROVERS}auditors: [U0LOU, U0GONE]\n` });

    const lines = ofEu(await look()).filter((line) => line.includes('auditor'));

    expect(lines).toEqual([
      'FAIL  business eu: auditor U0GONE is not known in this workspace; correct the id in hallpass.yml',
    ]);
  });

  it.each([
    [
      'page:404404',
      'ben@northwind.example',
      "FAIL  business us: the canary's page:404404 is not one of its assets; correct canary in hallpass.yml",
    ],
    [
      'page:3001',
      'nobody@northwind.example',
      "FAIL  business us: the canary's nobody@northwind.example is not in the Business Manager; invite them, or correct hallpass.yml",
    ],
  ])('finds what the canary lacks: %s, %s', async (asset, person, what) => {
    const canary = `    canary: { asset: "${asset}", person: "${person}" }\n`;
    const { complaints } = await town({ policy: `${canary}${APPROVERS}` });

    expect(await complaints()).toEqual([what]);
  });
});

describe('hallpass doctor, of a token that ends', () => {
  it('says early that nobody renews it, where Hallpass could', async () => {
    const { complaints, graph } = await town({ policy: APPROVERS, env: { META_TOKEN_EU: 'EAASIXTY' } });
    graph.world.setToken({ token: 'EAASIXTY', business: '100000000000001', expiresAt: Date.now() + 59.5 * 86_400_000 });

    expect(await complaints()).toEqual([
      'FAIL  business eu: the token ends in 59 days and nobody renews it; set HALLPASS_KEY, and Hallpass does',
    ]);
  });
});

describe('hallpass doctor, of the archive', () => {
  const policy = (archive: string) => `${APPROVERS}archive: { ${archive} }\n`;

  it('says that its folder can be written to, and leaves nothing there', async () => {
    const dir = ownFolder();
    const { look } = await town({ policy: policy(`dir: "${dir}"`) });

    expect(ofEu(await look()).at(-1)).toBe(`ok    business eu: the archive's folder ${dir}/eu can be written to`);
    expect(readdirSync(dir)).toEqual([]);
  });

  it('finds a folder that nothing can be written to', async () => {
    const file = join(ownFolder(), 'file');
    writeFileSync(file, '');
    const { complaints } = await town({ policy: policy(`dir: "${file}/archive"`) });

    expect(ofEu(await complaints())).toEqual([
      `FAIL  business eu: the archive's folder ${file}/archive/eu can't be written to (ENOTDIR); let the bot's user write there (in the container, 65532)`,
    ]);
    expect(existsSync(`${file}/archive`)).toBe(false);
  });

  it('is silent about it on an instance that does not write it', async () => {
    const { look } = await town({ policy: policy('dir: "/nowhere"'), env: { HALLPASS_ROLES: 'web' } });

    expect((await look()).join()).not.toContain('archive');
  });

  it('finds that Redis does not know what is archived', async () => {
    const { folder } = await written(3);
    const { complaints } = await town({ policy: policy(`dir: "${join(folder, '..')}"`) });

    expect(ofEu(await complaints())).toEqual([
      expect.stringMatching(/Redis does not know what is archived.*empty Redis and run node src\/main\.ts rebuild/),
    ]);
  });

  it('has nobody empty a Redis that knows more than the archive', async () => {
    const { redis, url } = await testRedis();
    const { complaints } = await town({ redisUrl: url, policy: policy(`dir: "${ownFolder()}"`) });
    await redis.hset(keysOf('100000000000001').archived, { seq: 3, head: 'ab'.repeat(32), event: '1-1' });

    const [found = '', ...rest] = ofEu(await complaints());

    expect(rest).toEqual([]);
    expect(found).toMatch(/the archive has lost events.*Redis has lost nothing, so keep it/);
    expect(found).not.toMatch(/empty Redis/);
  });

  it('asks each other place without sending it anything, and says what is wrong there', async () => {
    const answers = new Map([
      ['/in', { status: 405 }],
      ['/audit', { status: 403, text: '<Error><Code>AccessDenied</Code></Error>' }],
    ]);
    const there = await receiver(({ path }) => answers.get(path) ?? { status: 404 });
    const keys = 'access_key: AKIA, secret_key: "s3-secret"';
    const sinks = (url: string) =>
      policy(
        `dir: "${ownFolder()}", webhook: { url: "${url}/in", secret: hook-secret-0123456789 }, s3: { endpoint: "${url}", bucket: audit, ${keys} }`,
      );
    const well = await town({ policy: sinks(there.url) });

    const before = ofEu(await well.look()).slice(-2);
    answers.set('/in', { status: 502 }).set('/audit', { status: 403, text: '<Code>InvalidAccessKeyId</Code>' });
    const after = ofEu(await well.complaints());
    const nowhere = await town({ policy: sinks(await closed()) });
    const none = ofEu(await nowhere.complaints());

    expect(before).toEqual([
      "ok    business eu: the archive's webhook answers (405)",
      "ok    business eu: the archive's s3 knows the keys, which may not list",
    ]);
    expect(after).toEqual([
      "FAIL  business eu: the archive's webhook would take nothing: the webhook answered 502; check archive.webhook in hallpass.yml, and the way there",
      "FAIL  business eu: the archive's s3 would take nothing: S3 answered 403 InvalidAccessKeyId; check archive.s3 in hallpass.yml, and the way there",
    ]);
    expect(none.map((line) => line.match(/no answer \(ECONNREFUSED\)/)?.[0])).toEqual(
      Array(2).fill('no answer (ECONNREFUSED)'),
    );
    expect(there.all.map(({ method }) => method)).not.toContain('POST');
    expect(there.all.every(({ body }) => body.length === 0)).toBe(true);
    expect([...before, ...after, ...none].join()).not.toMatch(/secret/);
  });
});

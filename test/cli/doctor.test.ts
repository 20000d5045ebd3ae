import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { TokenKeeper } from '../../src/access/ports/token.ts';
import type { Config } from '../../src/config.ts';
import { open } from '../../src/doors.ts';
import { ownRedis } from '../support/own-redis.ts';
import { testRedis } from '../support/redis.ts';
import { town } from './examined-town.ts';

const [KEY_1, KEY_2] = [1, 2].map((n) => `k${n}:${Buffer.alloc(32, n).toString('base64')}`) as [string, string];
const SECRETS = /EAA|xoxb|demo-app-secret|demo-signing-secret/;

describe('hallpass doctor', () => {
  it('says of everything that it holds, when it does', async () => {
    const redis = await ownRedis();
    onTestFinished(redis.stop);
    const { look } = await town({ redisUrl: redis.url });

    expect(await look()).toEqual([
      'ok    redis: answers',
      'ok    clock: agrees with Redis',
      'ok    slack: signed in as hallpass in Northwind',
      'ok    clock: agrees with Slack',
      'ok    scopes: all granted',
      'ok    clock: agrees with Meta',
      "ok    business eu: Meta takes the token, a system user's, without an end",
      'ok    business eu: is in #support',
      'ok    business eu: approver U0LEA is there',
      'ok    business eu: user group S0LEADS has 1 member',
      "ok    business us: Meta takes the token, a system user's, without an end",
      'ok    business us: is in #us-desk',
      'ok    business us: approver U0LEA is there',
      'ok    business us: user group S0LEADS has 1 member',
    ]);
  });

  it('finds a Redis that forgets', async () => {
    const { look } = await town();

    expect(await look()).toContain(
      "FAIL  redis: Redis has appendonly off: a crash loses grants that must still be removed. Set appendonly to 'yes'.",
    );
  });

  it('finds a Redis that throws things away', async () => {
    const redis = await ownRedis();
    onTestFinished(redis.stop);
    await redis.client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    const { complaints } = await town({ redisUrl: redis.url });

    expect(await complaints()).toEqual([
      "FAIL  redis: Redis may evict grants when memory is full (allkeys-lru): set maxmemory-policy to 'noeviction'.",
    ]);
  });

  it('finds a Redis that is not there, and looks at everything else', async () => {
    const { look } = await town({ redisUrl: 'redis://:redis-secret@127.0.0.1:1' });

    const lines = await look();

    expect(lines[0]).toBe('FAIL  redis: does not answer; check REDIS_URL, and whether Redis runs');
    expect(lines.slice(1).every((line) => line.startsWith('ok'))).toBe(true);
    expect(lines.length).toBeGreaterThan(8);
    expect(lines.join('\n')).not.toContain('redis-secret');
  });

  it('finds scopes that were not granted', async () => {
    const { complaints } = await town({
      scopes: ['commands', 'chat:write', 'channels:read', 'users:read', 'usergroups:read'],
    });

    expect(await complaints()).toEqual([
      'FAIL  scopes: missing: channels:history, groups:read, groups:history, im:history, im:write, users:read.email; update the app from manifest.yml and install it again',
    ]);
  });

  it('finds a bot token that does not work, once and without telling to invite anybody', async () => {
    const { complaints } = await town({ env: { SLACK_BOT_TOKEN: 'xoxb-revoked' } });

    const found = await complaints();

    expect(found[0]).toBe('FAIL  slack: does not take the token (Slack answered invalid_auth); check SLACK_BOT_TOKEN');
    expect(found.join('\n')).not.toMatch(/invite|has left/);
    expect(found.join('\n')).not.toMatch(SECRETS);
  });

  it('finds a channel that the bot is not in', async () => {
    const { complaints, workspace } = await town();
    workspace.addChannel({ id: 'C0SUPPORT', name: 'support', members: ['U0ANA'] });

    expect(await complaints()).toEqual(['FAIL  business eu: is not in #support; type /invite @Hallpass there']);
  });

  it('finds that whoever runs Hallpass could not be told', async () => {
    const { complaints } = await town({ policy: 'approvers: [U0LEA, U0LOU]\nops_channel: C0OPS\n' });

    expect(await complaints()).toEqual(
      ['eu', 'us'].map(
        (key) => `FAIL  business ${key}: can't see channel C0OPS; invite the bot there, or correct hallpass.yml`,
      ),
    );
  });

  it('finds a channel that it can not see', async () => {
    const { complaints, workspace } = await town();
    workspace.addChannel({ id: 'C0USDESK', name: 'us-desk', members: ['U0ANA'], private: true });

    expect(await complaints()).toEqual([
      "FAIL  business us: can't see channel C0USDESK; invite the bot there, or correct hallpass.yml",
    ]);
  });

  it('finds approvers who left, who never were, and groups that nobody is in', async () => {
    const { complaints, workspace } = await town({ policy: 'approvers: [U0LEA, U0LOU, U0GONE, S0NONE]\n' });
    workspace.removeUser('U0LEA');

    expect((await complaints()).filter((line) => line.includes('business eu'))).toEqual([
      'FAIL  business eu: approver U0LEA has left Slack; take the id out of hallpass.yml',
      'FAIL  business eu: approver U0GONE is not known in this workspace; correct the id in hallpass.yml',
      "FAIL  business eu: user group S0NONE can't be read or is empty; list user ids instead",
    ]);
  });

  it('finds groups that the plan of the workspace does not have', async () => {
    const { complaints, workspace } = await town();
    workspace.faults.next('usergroups.users.list', { kind: 'error', error: 'plan_upgrade_required' }, 2);

    const found = await complaints();

    expect(found.length).toBeGreaterThan(0);
    for (const line of found) expect(line).toMatch(/user group S0LEADS can't be read or is empty/);
  });

  it("finds a token that Meta does not take, and another business' token", async () => {
    const revoked = await town({ env: { META_TOKEN_EU: 'EAAREVOKED' } });
    const swapped = await town({ env: { META_TOKEN_EU: 'EAADEMOUS' } });

    const [first, second] = [await revoked.complaints(), await swapped.complaints()];

    expect(first).toEqual([expect.stringMatching(/^FAIL {2}business eu: Meta does not take the token: /)]);
    expect(second).toEqual([expect.stringMatching(/^FAIL {2}business eu: Meta does not take the token: .*business/)]);
    expect([...first, ...second].join('\n')).not.toMatch(SECRETS);
  });

  it('finds a token that ends soon, that lacks a permission, or that is a person’s', async () => {
    const { graph, complaints } = await town({ env: { META_TOKEN_EU: 'EAAODD' } });
    const expiresAt = Date.now() + 13.5 * 86_400_000;
    const scopes = ['business_management', 'pages_show_list', 'pages_manage_metadata'];
    graph.world.setToken({ token: 'EAAODD', business: '100000000000001', kind: 'user', expiresAt, scopes });

    const found = await complaints();

    expect(found).toEqual([
      expect.stringMatching(/^FAIL {2}business eu: the token is a person's: .*can't be renewed; make a system user's$/),
      expect.stringMatching(/lacks ads_management, so nothing can be given on ad accounts; make a new one with it$/),
      expect.stringMatching(/ends in 13 days; make a new one and put it into hallpass.yml$/),
    ]);
    expect(found.join()).not.toMatch(SECRETS);
  });

  it('tells of a token that Hallpass renews where it comes from, and which keys open it', async () => {
    const { look, graph, config } = await town({
      env: { META_TOKEN_EU: 'EAASIXTY', HALLPASS_KEY: `${KEY_2},${KEY_1}` },
    });
    const business = '100000000000001';
    const [written, next] = [Date.now() + 13 * 86_400_000, Date.UTC(2099, 1, 3)];
    graph.world.setToken({ token: 'EAASIXTY', business, expiresAt: written });
    graph.world.setToken({ token: 'EAANEXT', business, expiresAt: next });

    const before = await look();
    const keeping = async (changes: Partial<Config>, keep: (keeper: TokenKeeper) => Promise<unknown>) => {
      const { branches, close } = await open({ ...config, ...changes }, { log: pino({ level: 'silent' }) });
      if (branches[0]) await keep(branches[0].keeper);
      await close();
      return look();
    };
    const vaultKeys = config.vaultKeys.slice(1);
    const next60 = { token: 'EAANEXT', endsAt: next, renewedAt: Date.UTC(2098, 11, 4) };
    const after = await keeping({ vaultKeys }, (keeper) => keeper.keep(next60));
    const rotated = await keeping({}, (keeper) => keeper.tidy());

    const ofEu = (lines: string[]) => lines.filter((line) => /business eu:.*(token|renew)/.test(line));
    expect(ofEu(before)).toEqual([
      expect.stringMatching(/^ok .*Meta takes the token, a system user's, until 20/),
      'ok    business eu: the token is renewed 14 days before its end and sealed with key k2',
    ]);
    expect(ofEu(after)).toEqual([
      "ok    business eu: Meta takes the token, a system user's, until 2099-02-03",
      'ok    business eu: Hallpass renewed the token on 2098-12-04; the one in hallpass.yml is older',
      'ok    business eu: the token is renewed 14 days before its end; it is sealed with key k1, which has to stay until a worker has started',
    ]);
    expect(ofEu(rotated).at(-1)).toBe(
      'ok    business eu: the token is renewed 14 days before its end and sealed with key k2; it does not need k1 any more',
    );
    expect([...before, ...after].join('\n')).not.toMatch(SECRETS);
  });

  it('finds a renewed token that it can not open, and one that could not be renewed', async () => {
    const here = { META_TOKEN_EU: 'EAASIXTY', HALLPASS_KEY: KEY_1 };
    const first = await town({ env: here });
    const { branches, close } = await open(first.config, { log: pino({ level: 'silent' }) });
    await branches[0]?.keeper.keep({ token: 'EAANEXT', endsAt: null, renewedAt: 1 });
    await close();
    const { complaints, graph } = await town({
      redisUrl: first.config.redisUrl,
      env: { ...here, HALLPASS_KEY: KEY_2 },
    });
    const expiresAt = Date.now() + 11.5 * 86_400_000;
    graph.world.setToken({ token: 'EAASIXTY', business: '100000000000001', expiresAt });

    expect(await complaints()).toEqual([
      "FAIL  business eu: a renewed token is kept but can't be opened: put key k1 back into HALLPASS_KEY, behind the one that seals, or put a new token into hallpass.yml",
      'FAIL  business eu: the token ends in 11 days and could not be renewed yet, for which the log has the reason; make a new one and put it into hallpass.yml',
    ]);
  });

  it('says that a token would be renewed with HALLPASS_KEY, and when a person has to sign in again', async () => {
    const { complaints, graph } = await town({ env: { META_TOKEN_EU: 'EAAEU', META_TOKEN_US: 'EAAUS' } });
    const soon = Date.now() + 3.5 * 86_400_000;
    graph.world.setToken({ token: 'EAAEU', business: '100000000000001', expiresAt: soon });
    const person = { kind: 'user', user: '910000000000003' } as const;
    graph.world.setToken({ token: 'EAAUS', business: '100000000000002', dataEndsAt: soon, ...person });

    expect(await complaints()).toEqual([
      'FAIL  business eu: the token ends in 3 days; make a new one and put it into hallpass.yml; with HALLPASS_KEY Hallpass renews such a token',
      expect.stringContaining("business us: the token is a person's"),
      'FAIL  business us: what the person lets the app see ends in 3 days; they have to sign in to the app again',
    ]);
  });

  it('says so where Meta tells nothing about a token', async () => {
    const { look } = await town({ switches: { debugTokenBy: 'nobody' } });

    expect(await look()).toContain(
      'ok    business eu: Meta takes the token, but does not tell what it may and when it ends',
    );
  });

  it('leaves nothing behind: no message in Slack, no write at Meta, no key in Redis', async () => {
    const { redis } = await testRedis();
    const { look, workspace, graph } = await town();
    const before = await redis.dbsize();

    await look();

    expect(workspace.apiCalls.filter(({ method }) => /^(chat|views|conversations\.open)/.test(method))).toEqual([]);
    expect(graph.calls.filter(({ method, edge }) => method !== 'GET' && edge !== 'batch')).toEqual([]);
    expect(await redis.dbsize()).toBe(before);
  });
});

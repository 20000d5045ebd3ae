import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Config, loadConfig, loadPolicy } from '../src/config.ts';

const ENV = {
  SLACK_BOT_TOKEN: 'xoxb-1-secret',
  SLACK_SIGNING_SECRET: 'signing-secret',
  META_APP_ID: '5550001',
  META_APP_SECRET: 'app-secret',
  REDIS_URL: 'redis://:redis-secret@localhost:6379',
  META_TOKEN_EU: 'EAAEUSECRET',
};
const KEY = Buffer.alloc(32, 7).toString('base64');
const MAKE = 'make a key with: openssl rand -base64 32';
const POLICY = `
businesses:
  eu:
    id: "100000000000001"
    token: \${META_TOKEN_EU}
    channels: [C0SUPPORT]
approvers: [U0LEAD]
`;

type Changes = Record<string, string | undefined>;

function load(changes: Changes = {}, policy = POLICY) {
  return loadConfig({ ...ENV, ...changes }, () => policy);
}

function config(changes: Changes = {}): Config {
  const loaded = load(changes);
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  return loaded.config;
}

function problems(changes: Changes = {}, policy = POLICY): string[] {
  const loaded = load(changes, policy);
  return loaded.ok ? [] : loaded.problems;
}

describe('the environment', () => {
  it('needs six variables and has defaults for the rest', () => {
    expect(config()).toMatchObject({
      slack: { botToken: ENV.SLACK_BOT_TOKEN, signingSecret: ENV.SLACK_SIGNING_SECRET },
      meta: { appId: '5550001', appSecret: 'app-secret', graphUrl: 'https://graph.facebook.com', version: 'v26.0' },
      redisUrl: ENV.REDIS_URL,
      port: 3000,
      roles: ['web', 'worker'],
      logLevel: 'info',
    });
    expect(config().slack.appToken).toBeUndefined();
    expect(config().slack.apiUrl).toBeUndefined();
  });

  it('takes everything that may be set', () => {
    const all = config({
      SLACK_APP_TOKEN: 'xapp-1',
      SLACK_API_URL: 'http://127.0.0.1:9/api/',
      META_GRAPH_URL: 'http://127.0.0.1:8',
      META_GRAPH_VERSION: 'v27.0',
      REDIS_URL: 'rediss://redis.example:6380/2',
      HALLPASS_KEY: `new:${KEY}, old_1:${KEY}`,
      PORT: '0',
      HALLPASS_ROLES: ' worker , web',
      LOG_LEVEL: 'silent',
    });

    expect(all).toMatchObject({
      slack: { appToken: 'xapp-1', apiUrl: 'http://127.0.0.1:9/api/' },
      meta: { graphUrl: 'http://127.0.0.1:8', version: 'v27.0' },
      redisUrl: 'rediss://redis.example:6380/2',
      port: 0,
      vaultKeys: [
        { id: 'new', bytes: Buffer.from(KEY, 'base64') },
        { id: 'old_1', bytes: Buffer.from(KEY, 'base64') },
      ],
      roles: ['worker', 'web'],
      logLevel: 'silent',
    });
  });

  it('counts a variable that is set to nothing as not set', () => {
    expect(config({ PORT: '', LOG_LEVEL: '', SLACK_APP_TOKEN: '' })).toMatchObject({ port: 3000, logLevel: 'info' });
    expect(problems({ META_APP_ID: '' })).toEqual(['META_APP_ID: set it to the id of your Meta app, digits only']);
  });

  it.each<[string, string | undefined, string]>([
    ['SLACK_BOT_TOKEN', undefined, 'set it to the bot token (xoxb-…) of your Slack app'],
    ['SLACK_BOT_TOKEN', 'xoxp-of-a-person', 'set it to the bot token (xoxb-…) of your Slack app'],
    ['SLACK_BOT_TOKEN', 'xoxb-with-a-line-end\n', 'set it to the bot token (xoxb-…) of your Slack app'],
    ['SLACK_SIGNING_SECRET', undefined, 'set it to the signing secret of your Slack app'],
    ['SLACK_SIGNING_SECRET', 'of two words', 'set it to the signing secret of your Slack app'],
    ['SLACK_APP_TOKEN', 'xoxb-1', 'it must be an app-level token, xapp-…; without it there is no Socket Mode'],
    ['SLACK_API_URL', 'slack.example', 'write it as https://host/api/, or leave it out'],
    ['META_APP_ID', undefined, 'set it to the id of your Meta app, digits only'],
    ['META_APP_ID', 'my-app', 'set it to the id of your Meta app, digits only'],
    ['META_APP_SECRET', undefined, 'set it to the secret of your Meta app'],
    ['META_GRAPH_URL', 'ftp://graph', 'write it as https://host, or leave it out'],
    ['META_GRAPH_VERSION', '26', 'write it as v26.0'],
    ['REDIS_URL', undefined, 'set it to your Redis, such as redis://localhost:6379'],
    ['REDIS_URL', 'localhost:6379', 'set it to your Redis, such as redis://localhost:6379'],
    ['REDIS_URL', 'redis+cluster://a:1/0', 'a cluster has neither databases nor options; end it after the hosts'],
    ['PORT', 'http', 'write a port number, such as 3000'],
    ['PORT', '-1', 'write a port number, such as 3000'],
    ['PORT', '70000', 'write a port number up to 65535'],
    ['HALLPASS_ROLES', 'webb', 'write web, worker, or web,worker'],
    ['HALLPASS_ROLES', 'a,b', 'write web, worker, or web,worker'],
    [
      'HALLPASS_KEY',
      KEY,
      `entry 1 has no id; write id:key, such as 2026a:…, with an id of letters and digits, and ${MAKE}`,
    ],
    ['HALLPASS_KEY', 'a:', `entry 1 holds no key in base64; ${MAKE}`],
    ['HALLPASS_KEY', 'a:not/base64!', `entry 1 holds no key in base64; ${MAKE}`],
    ['HALLPASS_KEY', `a:${KEY},b:${KEY.slice(4)}`, `entry 2 has a key of 29 bytes instead of 32; ${MAKE}`],
    ['HALLPASS_KEY', `a:${KEY},a:${KEY}`, 'entry 2 has the id of entry 1; each key needs an id of its own'],
    [
      'HALLPASS_KEY',
      `a:${KEY},`,
      `entry 2 has no id; write id:key, such as 2026a:…, with an id of letters and digits, and ${MAKE}`,
    ],
    [
      'HALLPASS_QUEUES_KEY',
      'short-for-a-key-1234567',
      'write at least 24 characters, as from openssl rand -hex 16, or leave it out: the queues are shown to nobody then',
    ],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318', 'write it as http://host:4318, or leave it out'],
    ['LOG_LEVEL', 'loud', 'write trace, debug, info, warn, error, fatal or silent'],
  ])('says of %s=%j what to write instead', (name, value, sentence) => {
    expect(problems({ [name]: value })).toEqual([`${name}: ${sentence}`]);
  });
});

describe('environment and hallpass.yml together', () => {
  it('tell every problem at once', () => {
    const policy = `
businesses:
  eu: { id: 1, token: "\${META_TOKEN_EU}", channels: [support] }
lapse: soon
`;

    const told = problems({ SLACK_BOT_TOKEN: undefined, PORT: 'x', META_TOKEN_EU: undefined }, policy);

    expect(told.map((problem) => problem.split(': ').slice(0, -1).join(': '))).toEqual([
      'SLACK_BOT_TOKEN',
      'PORT',
      'hallpass.yml: businesses.eu.token',
      'hallpass.yml: businesses.eu.id',
      'hallpass.yml: businesses.eu.channels[0]',
      'hallpass.yml: lapse',
    ]);
  });

  it('never repeat a value, whichever one is wrong', () => {
    const secrets = Object.fromEntries(Object.keys(ENV).map((name) => [name, ` ${name}-SECRET `]));
    const policy = `
businesses:
  eu: { id: "\${META_APP_SECRET}", token: "", channels: ["EAA-SECRET"], EAA-SECRET-EAA-SECRET-EAA-SECRET-EAA: 1 }
approvers: "EAA-SECRET"
levels: { page: { "EAA-SECRET": ["EAA-SECRET"] } }
extensions: EAA-SECRET
default_level: EAA-SECRET
durations: { default: EAA-SECRET }
`;

    const told = problems(secrets, policy).join('\n').replaceAll('levels.page.EAA-SECRET', 'levels.page.LEVEL');

    expect(told).toContain('hallpass.yml: businesses.eu.(no name of an option): there is no such option');
    expect(told).not.toContain('SECRET-');
    expect(told).not.toContain('-SECRET');
  });

  it.each([
    'token: EAASECRET: EAASECRET',
    'tokens: [EAASECRET',
    'token: "EAASECRET',
    'token: @EAASECRET',
    'token: *EAASECRET',
    'token: 1\ntoken: EAASECRET',
    'token:\tEAASECRET\n\tx: 1',
  ])('never quote a line that is not YAML: %j', (policy) => {
    const told = problems({}, policy);

    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^hallpass\.yml: is not valid YAML/);
    expect(told[0]).not.toContain('SECRET');
  });
});

describe('the file hallpass.yml', () => {
  it('is where HALLPASS_CONFIG says', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'hallpass-')), 'rules.yml');
    writeFileSync(file, POLICY);

    const loaded = loadPolicy({ HALLPASS_CONFIG: file, META_TOKEN_EU: 'EAA' });

    expect(loaded).toMatchObject({ ok: true, businesses: [{ key: 'eu', channels: ['C0SUPPORT'] }] });
  });

  it('is told to be missing, with what to do', () => {
    expect(loadPolicy({ HALLPASS_CONFIG: '/nowhere/rules.yml' })).toEqual({
      ok: false,
      problems: [
        '/nowhere/rules.yml: there is no such file; copy hallpass.example.yml and change it, or set HALLPASS_CONFIG',
      ],
    });
  });

  it('is told to be unreadable, with why', () => {
    expect(loadPolicy({ HALLPASS_CONFIG: tmpdir() })).toMatchObject({
      problems: [expect.stringContaining("can't be read (EISDIR)")],
    });
  });

  it('names the line of what is not YAML', () => {
    expect(problems({}, 'businesses:\n  eu: 1\n  eu: 2\n')).toEqual([
      'hallpass.yml: is not valid YAML at line 3, column 3 (duplicate key)',
    ]);
  });
});

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { openTown } from '../../demo/town.ts';
import { commandLine, type Root } from '../../src/cli/command-line.ts';
import { open } from '../../src/doors.ts';
import { far } from '../../src/far.ts';
import { start } from '../../src/main.ts';
import { portOf } from '../../src/slack/app.ts';
import { createLedger } from '../../src/store/ledger.ts';
import { serveRoutes } from '../../src/web/server.ts';
import { archiveOf, ownFolder, told } from '../support/archive.ts';
import { draft, event, START } from '../support/grants.ts';
import { ownRedis } from '../support/own-redis.ts';
import { runHallpass, startBotProcess } from '../support/process.ts';

/** A town with a durable Redis of its own, and the environment for a bot that lives there; `onEnd` is that of a test beside others. */
async function town(onEnd: typeof onTestFinished = onTestFinished) {
  const redis = await ownRedis();
  onEnd(redis.stop);
  const here = await openTown({ policy: 'approvers: [U0LEA, U0LOU]\n', redisUrl: redis.url });
  onEnd(() => here.stop());
  const business = { key: 'eu', id: '100000000000001' };
  const ledger = createLedger({ redis: redis.client, business, clock: { now: Date.now } });
  const ask = () => ledger.create(draft(), event('requested', Date.now(), 'U0ANA'));
  return { ...here, ask, env: { ...here.env, HALLPASS_CONFIG: fileWith(here.policy) } };
}

function fileWith(policy: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'hallpass-')), 'hallpass.yml');
  writeFileSync(file, policy);
  return file;
}

afterEach(() => vi.unstubAllEnvs());

/** Runs a command in this process, under this environment and nothing else that the bot knows. */
async function run(args: string[], env: Record<string, string>, other: Partial<Root> = {}) {
  for (const name of Object.keys(process.env))
    if (/^(SLACK|META|REDIS|HALLPASS|PORT$|LOG_)/.test(name)) vi.stubEnv(name, '');
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const [output, errors]: [string[], string[]] = [[], []];
  const to = { out: (text: string) => void output.push(text), err: (text: string) => void errors.push(text) };
  const root = {
    open: (config: Parameters<typeof open>[0]) => open(config, { log: pino({ level: 'silent' }) }),
    start,
    far,
    ...other,
  };
  const code = await commandLine(args, root, to);
  return { code, output: output.join('\n'), errors: errors.join('\n') };
}

describe('the command line', () => {
  it('doctor ends with 0 when everything holds', async () => {
    const { env } = await town();

    const { code, output } = await run(['doctor'], env);

    expect(code).toBe(0);
    expect(output).toContain('ok    business eu: is in #support');
    expect(output).not.toContain('FAIL');
  });

  it('audit prints what happened, or says that nothing is known', async () => {
    const { env, ask } = await town();
    await ask();

    const found = await run(['audit', 'page:123'], env);
    const nothing = await run(['audit', 'page:999'], env);

    expect(found).toMatchObject({ code: 0, errors: '' });
    expect(JSON.parse(found.output)).toMatchObject({ kind: 'requested', grant: 'EU-1' });
    expect(nothing).toMatchObject({ code: 1, output: '' });
    expect(nothing.errors).toMatch(/^hallpass: nothing is known about page:999; write it as EU-12 /);
  });

  it.each(['EU-99', 'U0OLG', 'ticket:9'])('audit ends with 1 when nothing is known about %s', async (word) => {
    const { env } = await town();

    const { code, output, errors } = await run(['audit', word], env);

    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(errors).toContain(`nothing is known about ${word};`);
  });

  it.each(['foo', '--', 'page:', "'; drop table"])('audit ends with 1 when %j can name nothing', async (word) => {
    const { env } = await town();

    const { code, output, errors } = await run(['audit', word], env);

    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(errors).toMatch(/is no grant, asset, person or ticket; write it as EU-12 \| page:123/);
  });

  it.each([
    [['audit', 'EU-1', 'EU-2'], 'audit does not take EU-2'],
    [['policy', 'eu'], 'policy does not take eu'],
    [['doctor', '--fix'], 'doctor does not take --fix'],
    [['start', 'now'], 'start does not take now'],
  ])('%j ends with 2, since half of a command is not what was meant', async (args, why) => {
    const { code, output, errors } = await run(args, {});

    expect({ code, output }).toEqual({ code: 2, output: '' });
    expect(errors).toMatch(new RegExp(`^hallpass: ${why}; leave it out\nusage: `));
  });

  it('audit ends with 2 when Redis is away, in one sentence', async () => {
    const { env } = await town();

    const away = await run(['audit', 'EU-1'], { ...env, REDIS_URL: 'redis://127.0.0.1:1' });

    expect(away).toMatchObject({ code: 2, output: '' });
    expect(away.errors).toMatch(/^hallpass: it could not be run: [^\n]+$/);
  });

  it('start ends with 2 when its port is taken, in one sentence', async () => {
    const { env } = await town();
    const server = await serveRoutes([], 0);
    onTestFinished(() => new Promise<void>((done) => void server.close(() => done())));

    const { code, errors } = await run(['start'], { ...env, PORT: String(portOf(server)), LOG_LEVEL: 'silent' });

    expect(code).toBe(2);
    expect(errors).toMatch(/^hallpass: it could not be run: listen EADDRINUSE[^\n]+$/);
  });

  it('start ends with 2 when Slack does not take the app token, and names the variable', async () => {
    const { env } = await town();

    const { code, errors } = await run(['start'], { ...env, SLACK_APP_TOKEN: 'xapp-wrong', LOG_LEVEL: 'silent' });

    expect(code).toBe(2);
    expect(errors).toBe(
      'hallpass: it could not be run: Socket Mode does not start: Slack answered invalid_auth; check SLACK_APP_TOKEN',
    );
  });

  it('start ends with 2 when Redis loses under it what is archived', async () => {
    const { env } = await town();
    const stopped: string[] = [];
    const bot = { lost: Promise.resolve('eu: Redis does not know'), stop: async () => void stopped.push('stopped') };

    const { code, errors } = await run(['start'], env, { start: async () => bot });

    expect({ code, errors, stopped }).toEqual({
      code: 2,
      errors: 'hallpass: it could not be run: eu: Redis does not know',
      stopped: ['stopped'],
    });
  });

  it('policy needs hallpass.yml and nothing else', async () => {
    const rules = 'businesses: { eu: { id: "1", token: "${TOKEN_OF_EU}", channels: [C0A] } }\napprovers: [U0LEA]\n';
    const HALLPASS_CONFIG = fileWith(rules);

    const refused = await run(['policy'], { HALLPASS_CONFIG });
    const printed = await run(['policy'], { HALLPASS_CONFIG, TOKEN_OF_EU: 'EAASECRET' });

    expect(refused).toMatchObject({ code: 2, output: '' });
    expect(refused.errors).toContain('businesses.eu.token: uses ${TOKEN_OF_EU}, which is not set');
    expect(printed).toMatchObject({ code: 0, errors: '', output: expect.stringMatching(/^eu \(business 1\)\n/) });
    expect(printed.output).not.toContain('EAASECRET');
  });

  it.each([[['start']], [['doctor']], [['audit', 'EU-1']], [[]]])(
    '%j ends with 2 on a wrong configuration, and lists all that is wrong',
    async (args) => {
      const { code, output, errors } = await run(args, { HALLPASS_CONFIG: '/nowhere/hallpass.yml', PORT: 'x' });

      expect(code).toBe(2);
      expect(output).toBe('');
      expect(errors.split('\n')).toEqual([
        "Hallpass can't start:",
        '  - SLACK_BOT_TOKEN: set it to the bot token (xoxb-…) of your Slack app',
        '  - SLACK_SIGNING_SECRET: set it to the signing secret of your Slack app',
        '  - META_APP_ID: set it to the id of your Meta app, digits only',
        '  - META_APP_SECRET: set it to the secret of your Meta app',
        '  - REDIS_URL: set it to your Redis, such as redis://localhost:6379',
        '  - PORT: write a port number, such as 3000',
        expect.stringMatching(/^ {2}- \/nowhere\/hallpass\.yml: there is no such file; copy/),
      ]);
    },
  );

  it('rebuild says what would come back, and then brings it back, once', async () => {
    const { env } = await town();
    const from = await archiveOf([told(7, { requestedAt: Date.now(), lapsesAt: Date.now() + 60_000 })]);

    const dry = await run(['rebuild', '--from', from, '--dry-run'], env);
    const built = await run(['rebuild', '--from', from], env);
    const again = await run(['rebuild', '--from', from], env);
    const found = await run(['audit', 'EU-7'], env);

    expect(dry).toMatchObject({ code: 0, errors: '' });
    expect(dry.output).toContain('eu: 1 would be built anew, 0 are over, up to number 7');
    expect(built.output).toContain('eu: EU-7 pending U0ANA page:123 for ticket 456');
    expect(again).toMatchObject({ code: 1, errors: expect.stringContaining('holds state of this business already') });
    expect(found.output.split('\n').map((line) => JSON.parse(line).kind)).toEqual(['requested', 'rebuilt']);
    expect(await run(['rebuild'], env)).toMatchObject({ code: 2, errors: expect.stringMatching('rebuild from what') });
  });

  it('sweep needs neither Redis nor Slack', async () => {
    const { env, graph } = await town();
    const [from, ACTIVE] = [
      ownFolder(),
      { state: 'active', activeAt: START, expiresAt: START, remindAt: START },
    ] as const;
    const gone = { ...ACTIVE, principal: '900000000000001', approvedBy: 'U0LEA', approvedAt: START };
    await archiveOf([{ ...told(1, gone, 0, 'activated'), before: { baseline: [] } }], 'eu', from);
    await archiveOf([told(1, { id: 'US-1' })], 'us', from);
    graph.world.assign({ asset: '123', user: '900000000000001', tasks: ['ANALYZE'] });
    const meta = Object.fromEntries(Object.entries(env).filter(([name]) => /^(META_|HALLPASS_CONFIG)/.test(name)));

    const looked = await run(['sweep', '--from', from], meta);
    const swept = await run(['sweep', '--from', from, '--apply'], meta);

    expect(looked).toMatchObject({ code: 0, errors: '' });
    expect(JSON.parse(looked.output)).toMatchObject({ grants: ['EU-1'], did: 'would-take', takes: ['ANALYZE'] });
    expect(JSON.parse(swept.output)).toMatchObject({ grants: ['EU-1'], did: 'taken' });
    expect(graph.world.holds('123', '900000000000001')).toEqual([]);
  });

  it('explains itself, and does not guess', async () => {
    expect(await run(['--help'], {})).toMatchObject({ code: 0, errors: '', output: expect.stringMatching(/^usage: /) });
    expect(await run(['strat'], {})).toMatchObject({
      code: 2,
      output: '',
      errors: expect.stringMatching(/^hallpass: no command strat\nusage: /),
    });
    expect(await run(['audit'], {})).toMatchObject({
      code: 2,
      errors: expect.stringMatching(/^hallpass: audit of what\? /),
    });
  });
});

// Each of these starts Node, which on a busy machine takes seconds.
describe.concurrent('node src/main.ts', { timeout: 60_000 }, () => {
  it('doctor ends with 1 when something does not hold', async ({ expect, onTestFinished: onEnd }) => {
    const { env, workspace } = await town(onEnd);
    workspace.removeUser('U0LOU');

    const { code, output, errors } = await runHallpass(['doctor'], env);

    expect(code).toBe(1);
    expect(output).toContain('FAIL  business eu: approver U0LOU has left Slack');
    expect(errors).toBe('');
  });

  it('audit prints JSON lines alone, whatever there is to log', async ({ expect, onTestFinished: onEnd }) => {
    const { env, ask } = await town(onEnd);
    await ask();

    const { code, output } = await runHallpass(['audit', 'ticket:456'], { ...env, LOG_LEVEL: 'trace' });

    const lines = output.trim().split('\n');
    expect(code).toBe(0);
    expect(lines.map((line) => JSON.parse(line).kind)).toEqual(['requested']);
  });

  it('starts, says so in its log, and ends with 0 when it is told to stop', async ({
    expect,
    onTestFinished: onEnd,
  }) => {
    const { env, workspace } = await town(onEnd);
    const bot = await startBotProcess(env);
    onEnd(() => bot.kill());
    workspace.setRequestUrl(`http://127.0.0.1:${bot.port}/slack/events`);

    const { status } = await workspace.as('U0ANA').command('C0SUPPORT', '/access mine');
    const ended = await bot.end('SIGTERM');

    expect(status).toBe('acked');
    expect(ended).toMatchObject({ code: 0, signal: null });
    expect(bot.logged.at(-1)).toMatchObject({ msg: 'hallpass stopped', clean: true });
  });
});

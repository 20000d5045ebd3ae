import { createHmac } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { WorkspaceOptions } from '../../demo/slack/workspace.ts';
import { createSlackApp, portOf } from '../../src/slack/app.ts';
import { secrets } from '../demo/slack-fixture.ts';
import { type SlackSide, slackSide } from '../support/slack-side.ts';

const health = {
  path: '/healthz',
  method: 'GET',
  handler: (_: unknown, res: { end(text: string): void }) => res.end('well'),
};

/** A bot that does nothing but to keep the commands it got, on a free port. */
async function listening(options: Partial<WorkspaceOptions> & { appToken?: string } = {}) {
  const slack: SlackSide = await slackSide(options);
  const { client: _, url, identity } = slack;
  const logged: { fields: object; sentence: string }[] = [];
  const log = {
    warn: (fields: object, sentence: string) => void logged.push({ fields, sentence }),
    error: (fields: object, sentence: string) => void logged.push({ fields, sentence }),
  };
  const { botToken, signingSecret } = secrets;
  const { appToken } = options;
  const app = createSlackApp({
    botToken,
    signingSecret,
    appToken,
    apiUrl: `${url}/api/`,
    routes: [health],
    identity,
    log,
  });
  const got: { text: string; user: string; botUserId: string | undefined }[] = [];
  app.bolt.command('/access', async ({ command, context, ack }) => {
    got.push({ text: command.text, user: command.user_id, botUserId: context.botUserId });
    if (command.text === 'fall') throw new Error('it fell');
    await ack();
  });
  const server = await app.start(0);
  onTestFinished(() => app.stop());
  const address = server ? `http://127.0.0.1:${portOf(server)}` : '';
  if (server) slack.workspace.setRequestUrl(`${address}/slack/events`);
  return { ...slack, address, got, logged };
}

/** A request as Slack sends it, with whatever differs. */
async function send(
  address: string,
  fields: Record<string, string>,
  { secret = secrets.signingSecret as string, age = 0, tampered = '' } = {},
): Promise<number> {
  const body = new URLSearchParams({
    command: '/access',
    text: 'mine',
    team_id: 'T0NORTHWIND',
    user_id: 'U0ANA',
    channel_id: 'C0SUPPORT',
    ...fields,
  }).toString();
  const timestamp = String(Math.floor(Date.now() / 1_000) - age);
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
  const answer = await fetch(`${address}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signature,
    },
    body: body + tampered,
  });
  await answer.text();
  return answer.status;
}

describe('Slack over HTTP', () => {
  it('hands a command over, and knows who the bot is', async () => {
    const { workspace, got } = await listening();

    const { status } = await workspace.as('U0ANA').command('C0SUPPORT', '/access mine');

    expect(status).toBe('acked');
    expect(got).toEqual([{ text: 'mine', user: 'U0ANA', botUserId: 'U0HALLPASS' }]);
  });

  it('acknowledges nothing whose handler failed', async () => {
    const { workspace, logged } = await listening({ ackTimeoutMs: 500 });

    const { status } = await workspace.as('U0ANA').command('C0SUPPORT', '/access fall');

    expect(status).not.toBe('acked');
    expect(JSON.stringify(logged)).toContain('it fell');
  });

  it('takes what Slack signed', async () => {
    const { address, got } = await listening();

    expect(await send(address, {})).toBe(200);
    expect(got).toHaveLength(1);
  });

  it.each([
    ['signed with another secret', { secret: 'another-signing-secret' }],
    ['changed on the way', { tampered: '&user_id=U0LEA' }],
    ['older than five minutes', { age: 301 }],
  ])('refuses what was %s', async (_, how) => {
    const { address, got } = await listening();

    expect(await send(address, {}, how)).toBe(401);
    expect(got).toEqual([]);
  });

  it('refuses a request of another workspace, though it is signed', async () => {
    const { address, got, logged } = await listening();

    const status = await send(address, { team_id: 'T0ELSEWHERE' });

    expect(status).toBe(401);
    expect(got).toEqual([]);
    expect(JSON.stringify(logged)).toContain('another workspace');
  });

  it('refuses while Slack does not tell which workspace is ours, and takes the next one', async () => {
    const { address, got, workspace } = await listening();
    workspace.faults.next('auth.test', { kind: 'cut-before' });

    const first = await send(address, {});
    const second = await send(address, {});

    expect(first).not.toBe(200);
    expect(second).toBe(200);
    expect(got).toHaveLength(1);
  });

  it('serves the other routes beside, and 404 for the rest', async () => {
    const { address } = await listening();

    expect(await (await fetch(`${address}/healthz`)).text()).toBe('well');
    expect((await fetch(`${address}/elsewhere`)).status).toBe(404);
    expect((await fetch(`${address}/slack/events`)).status).toBe(404);
  });

  it('keeps secrets and whole requests out of the log', async () => {
    const { address, logged } = await listening();
    await send(address, { text: 'fall' });
    await send(address, { text: 'private words' }, { secret: 'another-signing-secret' });
    await send(address, { text: 'private words', team_id: 'T0ELSEWHERE' });

    const text = JSON.stringify(logged);
    expect(logged.length).toBeGreaterThan(1);
    expect(text).not.toContain('private words');
    expect(text).not.toContain(secrets.signingSecret);
    expect(text).not.toContain(secrets.botToken);
  });
});

describe('Slack over Socket Mode', () => {
  it('needs no server, and hands the same over', async () => {
    const { workspace, got, address } = await listening({ appToken: secrets.appToken });

    const { status } = await workspace.as('U0ANA').command('C0SUPPORT', '/access mine');

    expect(address).toBe('');
    expect(status).toBe('acked');
    expect(got).toEqual([{ text: 'mine', user: 'U0ANA', botUserId: 'U0HALLPASS' }]);
  });
});

import { App } from '@slack/bolt';
import { LogLevel, WebClient } from '@slack/web-api';
import { afterEach } from 'vitest';
import { seedDemo } from '../../demo/slack/seed.ts';
import { createWorkspace, type Workspace, type WorkspaceOptions } from '../../demo/slack/workspace.ts';

export const secrets = {
  signingSecret: 'northwind-signing-secret',
  botToken: 'xoxb-northwind',
  appToken: 'xapp-northwind',
} as const;

/** A clock that stands until the test moves it. */
export function movableClock(start = Date.UTC(2026, 8, 1, 9, 0)) {
  let at = start;
  return { now: () => at, advance: (ms: number) => (at += ms) };
}

const closers: (() => Promise<unknown>)[] = [];

/** Stops what the test started, the last thing first. */
export const onEnd = (close: () => Promise<unknown>): void => void closers.unshift(close);

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A started workspace with the demo's cast in it. */
export async function openWorkspace(
  options: Partial<WorkspaceOptions> = {},
): Promise<{ workspace: Workspace; url: string; client: WebClient }> {
  const workspace = createWorkspace({ ...secrets, ...options });
  seedDemo(workspace);
  onEnd(() => workspace.stop());
  const url = await workspace.start();
  return { workspace, url, client: clientFor(url) };
}

/** Slack's own client, without its retries, against the workspace. */
export function clientFor(url: string, token: string | undefined = secrets.botToken): WebClient {
  return new WebClient(token, {
    slackApiUrl: `${url}/api/`,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 2000,
    logLevel: LogLevel.ERROR,
    logger: quiet,
  });
}

const nothing = () => undefined;

/** A logger that says nothing, for tests in which things go wrong on purpose. */
export const quiet = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  getLevel: () => LogLevel.ERROR,
  setName: nothing,
};

const clientOptions = (url: string) => ({ slackApiUrl: `${url}/api/`, retryConfig: { retries: 0 } });

/** A real Bolt app behind HTTP, connected to the workspace; `register` adds its listeners. */
export async function startBolt(workspace: Workspace, url: string, register: (app: App) => void): Promise<void> {
  const app = new App({
    token: secrets.botToken,
    signingSecret: secrets.signingSecret,
    clientOptions: clientOptions(url),
    logger: quiet,
  });
  register(app);
  app.error(async () => undefined);
  const server = (await app.start({ port: 0, host: '127.0.0.1' })) as import('node:http').Server;
  const address = server.address() as import('node:net').AddressInfo;
  workspace.setRequestUrl(`http://127.0.0.1:${address.port}/slack/events`);
  onEnd(() => app.stop());
}

/** A real Bolt app in Socket Mode. */
export async function startSocketBolt(url: string, register: (app: App) => void): Promise<App> {
  const app = new App({
    token: secrets.botToken,
    appToken: secrets.appToken,
    socketMode: true,
    clientOptions: clientOptions(url),
    logger: quiet,
  });
  register(app);
  await app.start();
  onEnd(() => app.stop());
  return app;
}

/** Waits until something is so, for what happens by itself in the background. */
export async function until(isSo: () => boolean, ms = 2000): Promise<void> {
  const deadline = Date.now() + ms;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error('it never came to be so');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** What Slack's client throws for an `ok: false` answer: its error word and the sentences with it. */
export async function refusal(call: Promise<unknown>): Promise<{ error: string; messages: string[]; needed?: string }> {
  try {
    await call;
  } catch (thrown) {
    const { data } = thrown as {
      data: { error: string; needed?: string; response_metadata?: { messages?: string[] } };
    };
    const messages = data.response_metadata?.messages ?? [];
    return { error: data.error, messages, ...(data.needed === undefined ? {} : { needed: data.needed }) };
  }
  throw new Error('the call was not refused');
}

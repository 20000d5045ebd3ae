import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, type Logger as BoltLogger, type CustomRoute, HTTPReceiver, type LogLevel } from '@slack/bolt';
import { newRequest, under } from '../trail.ts';
import { calling } from './client.ts';
import type { Identity } from './identity.ts';

type Log = { warn(fields: object, sentence: string): void; error(fields: object, sentence: string): void };

type Options = {
  signingSecret: string;
  appToken?: string | undefined;
  apiUrl?: string | undefined;
  botToken: string;
  routes: CustomRoute[];
  identity: () => Promise<Identity>;
  log: Log;
};

/** How Slack reaches the bot: `start` answers the HTTP server that it opened, or null where it needs none. */
export type Slack = { bolt: App; start(port: number): Promise<Server | null>; stop(): Promise<void> };

/**
 * Slack over HTTP, or over Socket Mode when there is an app token. A request is answered only after its handler ended
 * (`processBeforeResponse`), and handlers only commit: what Slack saw acknowledged is in Redis. Requests of another workspace are refused.
 */
export function createSlackApp(options: Options): Slack {
  const { signingSecret, appToken, apiUrl, identity, log } = options;
  const logger = boltLogger(log);
  const authorize = async ({ teamId }: { teamId?: string | undefined }) => {
    const { botId, userId, teamId: ours } = await identity();
    if (teamId !== ours) throw new Error('a request of another workspace');
    return { botToken: options.botToken, botId, botUserId: userId, teamId: ours };
  };
  // Nothing of a conversation is remembered: what a handler needs is in the request or in the store.
  const common = {
    authorize,
    logger,
    convoStore: false as const,
    attachFunctionToken: false,
    ...(apiUrl ? { clientOptions: { slackApiUrl: apiUrl } } : {}),
  };

  if (appToken) {
    const bolt = named(new App({ ...common, socketMode: true, appToken }));
    const start = async () => {
      await calling(() => bolt.start()).catch((error: Error) => {
        throw new Error(`Socket Mode does not start: ${error.message}; check SLACK_APP_TOKEN`);
      });
      return null;
    };
    return { bolt, start, stop: async () => void (await bolt.stop()) };
  }
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: '/slack/events',
    customRoutes: options.routes,
    processBeforeResponse: true,
    logger,
    dispatchErrorHandler: ({ response }) => void response.writeHead(404).end(),
  });
  const bolt = named(new App({ ...common, receiver, processBeforeResponse: true }));
  return {
    bolt,
    start: async (port) => (await bolt.start(port)) as Server,
    stop: async () => void (await bolt.stop()),
  };
}

/** Each thing that Slack sends gets an id of its own here, however it came, which the log tells with all that follows from it. */
function named(bolt: App): App {
  const take = bolt.processEvent.bind(bolt);
  bolt.processEvent = (event) => under({ request: newRequest() }, () => take(event));
  return bolt;
}

/** The port that a server really listens on. */
export const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** Bolt's own words go to our log as a field; it may not say more than warnings, since its debug lines hold whole requests. */
function boltLogger(log: Log): BoltLogger {
  const text = (parts: unknown[]) =>
    parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ');
  return {
    debug() {},
    info() {},
    warn: (...parts: unknown[]) => log.warn({ bolt: text(parts) }, 'slack request trouble'),
    error: (...parts: unknown[]) => log.error({ bolt: text(parts) }, 'slack request failed'),
    setLevel() {},
    getLevel: () => 'warn' as LogLevel,
    setName() {},
  };
}

import { type Config, loadConfig } from '../src/config.ts';
import { scopes as needed } from '../src/slack/scopes.ts';
import { seedDemo as seedGraph } from './graph/seed.ts';
import { createEmulatedGraph, type EmulatedGraph, type Switches } from './graph/server.ts';
import { seedDemo as seedSlack } from './slack/seed.ts';
import { createWorkspace, type Workspace } from './slack/workspace.ts';

/** The policy of the demo's two businesses; `policy` replaces the lines after the businesses. */
export const POLICY = `
approvers: [U0LEA, U0LOU]
durations: { default: 1h, min: 1s, max: 8h }
`;
const BUSINESSES = `
businesses:
  eu:
    id: "100000000000001"
    name: Northwind EU
    token: \${META_TOKEN_EU}
    channels: [C0SUPPORT]
  us:
    id: "100000000000002"
    name: Northwind US
    token: \${META_TOKEN_US}
    channels: [C0USDESK]
`;

const SIGNING_SECRET = 'demo-signing-secret';
const BOT_TOKEN = 'xoxb-demo-hallpass';
const APP_TOKEN = 'xapp-demo-hallpass';

/** An emulated Slack and an emulated Meta with the demo's cast, and what the bot's environment must be to live there. */
export type Town = {
  workspace: Workspace;
  graph: EmulatedGraph;
  env: Record<string, string>;
  /** The text of hallpass.yml. */
  policy: string;
  config: Config;
  stop(): Promise<void>;
};

type Options = {
  redisUrl: string;
  clock?: { now(): number };
  socketMode?: boolean;
  policy?: string;
  switches?: Partial<Switches>;
  /** What the workspace granted to the bot; default is all that it needs. */
  scopes?: readonly string[];
  env?: Record<string, string>;
  /** false: Meta keeps no log of calls, for benchmarks. */
  graphLog?: boolean;
};

/** Builds both emulators and starts them on free ports of this machine. */
export async function openTown(options: Options): Promise<Town> {
  const time = options.clock ? { clock: options.clock } : {};
  const graph = createEmulatedGraph({
    ...time,
    ...(options.switches ? { switches: options.switches } : {}),
    ...(options.graphLog === undefined ? {} : { log: options.graphLog }),
  });
  const workspace = createWorkspace({
    ...time,
    signingSecret: SIGNING_SECRET,
    botToken: BOT_TOKEN,
    appToken: APP_TOKEN,
    scopes: options.scopes ?? needed,
  });
  seedGraph(graph.world);
  seedSlack(workspace);
  const graphUrl = await graph.start();
  const slackUrl = await workspace.start();

  const env: Record<string, string> = {
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_API_URL: `${slackUrl}/api/`,
    ...(options.socketMode ? { SLACK_APP_TOKEN: APP_TOKEN } : {}),
    META_APP_ID: '5550001',
    META_APP_SECRET: 'demo-app-secret',
    META_GRAPH_URL: graphUrl,
    META_TOKEN_EU: 'EAADEMOEU',
    META_TOKEN_US: 'EAADEMOUS',
    REDIS_URL: options.redisUrl,
    PORT: '0',
    LOG_LEVEL: 'warn',
    ...options.env,
  };
  const policy = `${BUSINESSES}${options.policy ?? POLICY}`;
  const loaded = loadConfig(env, () => policy);
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  const stop = async () => void (await Promise.all([workspace.stop(), graph.stop()]));
  return { workspace, graph, env, policy, config: loaded.config, stop };
}

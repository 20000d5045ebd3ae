import type { webApi } from '@slack/bolt';
import type { Workspace, WorkspaceOptions } from '../../demo/slack/workspace.ts';
import type { Messenger } from '../../src/access/ports/slack.ts';
import { createSlackClient } from '../../src/slack/client.ts';
import { createDirectory } from '../../src/slack/directory.ts';
import { createIdentity } from '../../src/slack/identity.ts';
import { createMessenger } from '../../src/slack/messenger.ts';
import { openWorkspace, secrets } from '../demo/slack-fixture.ts';
import { listen, payloadOf } from '../demo/slack-listener.ts';

/** The bot's side of Slack on the emulated workspace: the real client and everything that is made from it. */
export type SlackSide = {
  workspace: Workspace;
  /** The workspace's address, to which `/api/` is added. */
  url: string;
  client: webApi.WebClient;
  identity: ReturnType<typeof createIdentity>;
  directory: ReturnType<typeof createDirectory>;
  messenger: Messenger;
  /** How often a method was called so far. */
  calls(method: string): number;
  /** A response_url of a command that Ana types in #support. */
  responseUrl(): Promise<string>;
};

/** Opens the demo's workspace with the bot's token, or another one. */
export async function slackSide({
  token = secrets.botToken,
  ...options
}: Partial<WorkspaceOptions> & { token?: string } = {}): Promise<SlackSide> {
  const { workspace, url } = await openWorkspace(options);
  const client = createSlackClient({ token, apiUrl: `${url}/api/` });
  const identity = createIdentity(client);
  return {
    workspace,
    url,
    client,
    identity,
    directory: createDirectory(client),
    messenger: createMessenger(client, identity),
    calls: (method) => workspace.apiCalls.filter((call) => call.method === method).length,
    async responseUrl() {
      const seen = await listen(workspace);
      await workspace.as('U0ANA').command('C0SUPPORT', '/access');
      const [first] = seen;
      if (!first) throw new Error('the command did not arrive');
      return String(payloadOf(first).response_url);
    },
  };
}

import type { AnyMiddlewareArgs, App, Middleware } from '@slack/bolt';
import { actions } from '../views/ids.ts';
import { ASKING, DIRECT, FOUND, onAsking, onDirect, onFound } from './on-action.ts';
import { onAssetOptions } from './on-asset-options.ts';
import { onCommand } from './on-command.ts';
import { formList, onForm } from './on-form.ts';
import { onHome } from './on-home.ts';
import { onMessage } from './on-message.ts';
import type { Web } from './web.ts';

/** What the code listens to; manifest.yml is held against it by a test. `message` stands for message.channels and message.groups. */
export const registered = { commands: ['/access'], events: ['message', 'app_home_opened', 'subteam_members_changed'] };

/** Everything that Slack may send, and who takes it. */
export function register(app: App, web: Web): void {
  app.use(commandFirst('/access', onCommand(web)));
  app.action({ type: 'block_actions', action_id: anyOf(DIRECT) }, onDirect(web) as never);
  app.action({ type: 'block_actions', action_id: anyOf(ASKING) }, onAsking(web) as never);
  app.action({ type: 'block_actions', action_id: anyOf(FOUND) }, onFound(web) as never);
  app.view(anyOf(formList.map(({ id }) => id)), onForm(web) as never);
  app.options(actions.asset, onAssetOptions(web) as never);
  app.message(onMessage(web));
  app.event('app_home_opened', onHome(web));
  app.event('subteam_members_changed', ({ event }) => web.directory.groupChanged(event.subteam_id));
}

/** Bolt tries every listener on every request, so those that go the same way are one. */
const anyOf = (ids: readonly string[]): RegExp => new RegExp(`^(?:${ids.join('|')})$`);

/** Takes a slash command before Bolt offers it to every listener, one after the other: commands come in the greatest number. */
const commandFirst =
  (name: string, handler: ReturnType<typeof onCommand>): Middleware<AnyMiddlewareArgs> =>
  async (args) => {
    const { body, next } = args;
    if ('command' in body && body.command === name) return handler({ command: body, ack: args.ack } as never);
    await next();
  };

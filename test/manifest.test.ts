import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { scopes } from '../src/slack/scopes.ts';
import { validate } from './support/json-schema.ts';
import { has, root, text, yaml } from './support/repository.ts';

const Manifest = z.object({
  display_information: z.object({ name: z.string().max(35), description: z.string().max(140) }),
  features: z.object({
    slash_commands: z.array(z.object({ command: z.string(), url: z.url(), should_escape: z.boolean() })),
  }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z.object({
    event_subscriptions: z.object({ request_url: z.url(), bot_events: z.array(z.string()) }),
    interactivity: z.object({ request_url: z.url(), message_menu_options_url: z.url() }),
  }),
});
const manifest = Manifest.parse(yaml('manifest.yml'));

/** What the code says that it listens to. `message` stands for message.channels, message.groups and the like. */
const Registered = z.object({
  commands: z.array(z.string()),
  events: z.array(z.string()),
});
const registering = 'src/commands/register.ts';

/** Slack's published JSON Schema of manifests is not part of this repository; it is used where it lies beside the checkout. */
const schemaFile = '../shared/slack/manifest.schema.2.0.0.json';

/** Scopes that Slack asks for before it sends an event. */
const scopeOfEvent: Record<string, string> = {
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.im': 'im:history',
  app_mention: 'app_mentions:read',
  subteam_members_changed: 'usergroups:read',
  user_change: 'users:read',
};

describe('manifest.yml', () => {
  it.runIf(has(schemaFile))('is what Slack takes for a manifest', () => {
    const problems = validate(JSON.parse(text(schemaFile)), yaml('manifest.yml'));

    expect(problems).toEqual([]);
  });

  it.runIf(has(schemaFile))('would be refused with a slip in it, so the check is not idle', () => {
    const slips = yaml('manifest.yml') as { display_information: object; settings: object };
    slips.display_information = { name: 'x'.repeat(36) };
    slips.settings = { socket_mode: true };

    const problems = validate(JSON.parse(text(schemaFile)), slips);

    expect(problems).toEqual(['$.display_information.name is over 35', '$.settings knows no socket_mode']);
  });

  it('sends everything to the one address that the bot serves', () => {
    const { settings, features } = manifest;
    const urls = [
      settings.event_subscriptions.request_url,
      settings.interactivity.request_url,
      settings.interactivity.message_menu_options_url,
      ...features.slash_commands.map((command) => command.url),
    ];

    expect([...new Set(urls)]).toEqual(['https://hallpass.example.com/slack/events']);
  });

  it('asks for mentions as ids', () => {
    expect(manifest.features.slash_commands.map((command) => command.should_escape)).toEqual([true]);
  });

  it('asks for the scopes that the code uses, and for no other', () => {
    expect(manifest.oauth_config.scopes.bot.toSorted()).toEqual(scopes.toSorted());
  });

  it('has the scope of every event that it subscribes to', () => {
    const { bot_events } = manifest.settings.event_subscriptions;
    const needed = bot_events.flatMap((event) => scopeOfEvent[event] ?? []);

    expect(manifest.oauth_config.scopes.bot).toEqual(expect.arrayContaining(needed));
  });

  describe.runIf(has(registering))('against the code', async () => {
    const code = has(registering) ? await import(`${root}${registering}`) : null;
    const registered = () => Registered.parse(code?.registered);

    it('has the commands that the code answers, and no other', () => {
      expect(manifest.features.slash_commands.map(({ command }) => command).sort()).toEqual(
        registered().commands.toSorted(),
      );
    });

    it('subscribes to the events that the code handles, and to no other', () => {
      const kinds = manifest.settings.event_subscriptions.bot_events.map((event) => event.split('.')[0]);

      expect([...new Set(kinds)].sort()).toEqual(
        [...new Set(registered().events.map((event) => event.split('.')[0]))].sort(),
      );
    });
  });
});

import { bot, team } from '../identity.ts';
import { optionalText } from './args.ts';
import { methods } from './method.ts';
import { refuse } from './refusal.ts';

export const installation = methods({
  'auth.test': {
    token: 'bot',
    scopes: [],
    run: () => ({
      url: `https://${team.domain}.slack.com/`,
      team: team.name,
      user: bot.name,
      team_id: team.id,
      user_id: bot.userId,
      bot_id: bot.botId,
      is_enterprise_install: false,
    }),
  },
  'team.info': {
    token: 'bot',
    scopes: ['team:read'],
    run({ args }) {
      const asked = optionalText(args, 'team') ?? team.id;
      if (asked !== team.id) refuse('team_not_found');
      return { team: { ...team, email_domain: `${team.domain}.example`, icon: { image_default: true } } };
    },
  },
  'bots.info': {
    token: 'bot',
    scopes: ['users:read'],
    run({ args }) {
      const asked = optionalText(args, 'bot') ?? bot.botId;
      if (asked !== bot.botId) refuse('bot_not_found');
      const { botId: id, appId: app_id, userId: user_id, realName: name } = bot;
      return { bot: { id, deleted: false, name, updated: 1_700_000_000, app_id, user_id, icons: {} } };
    },
  },
  'apps.connections.open': {
    token: 'app',
    scopes: [],
    run({ state, socket }) {
      return { url: `${state.baseUrl.replace(/^http/, 'ws')}/link?ticket=${socket.issueTicket()}&app_id=${bot.appId}` };
    },
  },
});

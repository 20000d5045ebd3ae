import type { Json } from '../blocks/types.ts';
import { bot, team } from '../identity.ts';
import type { Channel, User, Usergroup } from '../model.ts';

const since = 1_700_000_000;

/** A person as `users.info` shows them; the e-mail address needs its own scope. */
export function slackUser(user: User, withEmail: boolean): Json {
  const [first = '', ...rest] = user.realName.split(' ');
  const home = user.team ?? team.id;
  return {
    id: user.id,
    team_id: home,
    name: user.name,
    deleted: user.deleted,
    color: '9f69e7',
    real_name: user.realName,
    tz: user.tz,
    tz_label: user.tz,
    tz_offset: 0,
    profile: {
      title: user.title,
      real_name: user.realName,
      real_name_normalized: user.realName,
      display_name: user.name,
      display_name_normalized: user.name,
      first_name: first,
      last_name: rest.join(' '),
      team: home,
      ...(user.bot ? { bot_id: bot.botId, api_app_id: bot.appId } : {}),
      ...(withEmail && !user.bot ? { email: user.email } : {}),
    },
    is_bot: user.bot,
    is_app_user: false,
    is_admin: false,
    is_owner: false,
    is_restricted: user.guest !== undefined,
    is_ultra_restricted: user.guest === 'single',
    // Whoever is in a channel with the bot is none, whichever workspace they are of.
    is_stranger: false,
    updated: since,
  };
}

/** A conversation as `conversations.info` shows it to the bot. */
export function slackChannel(channel: Channel): Json {
  if (channel.im !== undefined) {
    return {
      id: channel.id,
      created: channel.created,
      is_im: true,
      is_org_shared: false,
      user: channel.im,
      is_open: true,
    };
  }
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: !channel.private,
    is_group: channel.private,
    is_im: false,
    is_mpim: false,
    is_private: channel.private,
    is_archived: false,
    is_general: false,
    is_shared: false,
    is_member: channel.members.has(bot.userId),
    created: channel.created,
    creator: [...channel.members][0] ?? '',
    topic: { value: channel.topic, creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    num_members: channel.members.size,
  };
}

/** A user group as `usergroups.list` shows it. */
export function slackUsergroup(group: Usergroup, withUsers: boolean): Json {
  return {
    id: group.id,
    team_id: team.id,
    is_usergroup: true,
    name: group.handle,
    handle: group.handle,
    description: '',
    is_external: false,
    date_create: since,
    date_update: since,
    date_delete: 0,
    user_count: group.users.length,
    ...(withUsers ? { users: group.users } : {}),
  };
}

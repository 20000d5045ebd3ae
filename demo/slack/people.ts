import type { Events } from './dispatch/events.ts';
import { bot, team } from './identity.ts';
import type { Usergroup } from './model.ts';
import { slackUser, slackUsergroup } from './shapes/people.ts';
import { changed, type State } from './state.ts';
import type { Workspace } from './workspace-types.ts';

type Parts = Pick<Workspace, 'addUser' | 'removeUser' | 'addChannel' | 'addUsergroup' | 'addCommand'>;

/** Who and what is in the workspace; the bot hears of changes that it has the scope for. */
export function createPeople(state: State, events: Events): Parts {
  const tell = (scope: string, event: { type: string } & Record<string, unknown>) => {
    if (state.config.scopes.has(scope)) void events.emit(bot.userId, event);
  };

  function addUsergroup(group: Usergroup): void {
    const before = state.usergroups.get(group.id);
    state.usergroups.set(group.id, { ...group, users: [...group.users] });
    changed(state);
    if (before === undefined) {
      tell('usergroups:read', { type: 'subteam_created', subteam: slackUsergroup(group, true) });
      return;
    }
    const added = group.users.filter((id) => !before.users.includes(id));
    const removed = before.users.filter((id) => !group.users.includes(id));
    tell('usergroups:read', {
      type: 'subteam_members_changed',
      subteam_id: group.id,
      team_id: team.id,
      added_users: added,
      added_users_count: String(added.length),
      removed_users: removed,
      removed_users_count: String(removed.length),
    });
    tell('usergroups:read', { type: 'subteam_updated', subteam: slackUsergroup(group, true) });
  }

  return {
    addUsergroup,
    addUser({ title = '', tz = 'Europe/Amsterdam', deleted = false, ...rest }) {
      const user = { ...rest, title, tz, deleted, bot: false };
      state.users.set(user.id, user);
      changed(state);
      tell('users:read', { type: 'team_join', user: slackUser(user, state.config.scopes.has('users:read.email')) });
    },
    removeUser(id) {
      const user = state.users.get(id);
      if (user === undefined) throw new Error(`there is no user ${id}`);
      user.deleted = true;
      state.modals.delete(id);
      for (const channel of state.channels.values()) if (channel.im === undefined) channel.members.delete(id);
      changed(state);
      tell('users:read', { type: 'user_change', user: slackUser(user, state.config.scopes.has('users:read.email')) });
    },
    addChannel({ id, name, members, topic = '', private: isPrivate = false }) {
      const created = 1_700_000_000;
      state.channels.set(id, { id, name, topic, private: isPrivate, members: new Set(members), created });
      changed(state);
    },
    addCommand(command) {
      state.commands.set(command.command, command);
      changed(state);
    },
  };
}

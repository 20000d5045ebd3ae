import { slackUser, slackUsergroup } from '../shapes/people.ts';
import { flag, requiredText } from './args.ts';
import { methods } from './method.ts';
import { page } from './pages.ts';
import { refuse } from './refusal.ts';

const emailScope = 'users:read.email';

export const people = methods({
  'users.info': {
    token: 'bot',
    scopes: ['users:read'],
    run({ state, args }) {
      const user = state.users.get(requiredText(args, 'user')) ?? refuse('user_not_found');
      return { user: slackUser(user, state.config.scopes.has(emailScope)) };
    },
  },
  'users.list': {
    token: 'bot',
    scopes: ['users:read'],
    run({ state, args }) {
      const { items, metadata } = page(args, [...state.users.values()]);
      const members = items.map((user) => slackUser(user, state.config.scopes.has(emailScope)));
      return { members, cache_ts: 1_700_000_000, ...metadata };
    },
  },
  'users.lookupByEmail': {
    token: 'bot',
    scopes: [emailScope],
    run({ state, args }) {
      const email = requiredText(args, 'email').toLowerCase();
      const known = [...state.users.values()].find((user) => !user.deleted && user.email.toLowerCase() === email);
      return { user: slackUser(known ?? refuse('users_not_found'), true) };
    },
  },
  'usergroups.list': {
    token: 'bot',
    scopes: ['usergroups:read'],
    run({ state, args }) {
      const withUsers = flag(args, 'include_users');
      return { usergroups: [...state.usergroups.values()].map((group) => slackUsergroup(group, withUsers)) };
    },
  },
  'usergroups.users.list': {
    token: 'bot',
    scopes: ['usergroups:read'],
    run({ state, args }) {
      const group = state.usergroups.get(requiredText(args, 'usergroup')) ?? refuse('no_such_subteam');
      return { users: group.users.filter((id) => state.users.get(id)?.deleted !== true) };
    },
  },
});

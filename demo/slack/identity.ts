/** The demo's workspace and app under fixed ids, so that tests and pictures never change. */
export const team = { id: 'T0NORTHWIND', name: 'Northwind', domain: 'northwind' } as const;

/** The bot as an installed app: its user, its bot id and its app id. */
export const bot = {
  userId: 'U0HALLPASS',
  botId: 'B0HALLPASS',
  appId: 'A0HALLPASS',
  name: 'hallpass',
  realName: 'Hallpass',
} as const;

/** The deprecated verification token that Slack still puts into every payload; it proves nothing. */
export const verificationToken = 'northwind-verification-token';

/** Bot scopes of a new workspace unless the options say otherwise. */
export const defaultScopes: readonly string[] = [
  'app_mentions:read',
  'channels:history',
  'channels:join',
  'channels:read',
  'chat:write',
  'commands',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'team:read',
  'usergroups:read',
  'users:read',
  'users:read.email',
];

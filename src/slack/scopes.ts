/** What the bot may do in Slack: held against manifest.yml by a test, and against the granted scopes by the doctor. */
export const scopes: readonly string[] = [
  'commands',
  'chat:write',
  'channels:read',
  'channels:history',
  'groups:read',
  'groups:history',
  'im:history',
  'im:write',
  'users:read',
  'users:read.email',
  'usergroups:read',
];

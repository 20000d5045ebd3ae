import { randomUUID } from 'node:crypto';
import type { Ms } from '../access/grant.ts';
import type { Redis } from './connection.ts';
import { keyOfGroup } from './keys.ts';

/** Longer than any instance keeps the members of a group. */
const REMEMBERED: Ms = 10 * 60_000;

/**
 * Slack tells one instance that a user group changed; through this all of them know. `mark` differs after each `note`; both
 * fail while Redis is away.
 */
export const createGroupChanges = (redis: Redis) => ({
  note: async (group: string): Promise<void> => {
    await redis.set(keyOfGroup(group), randomUUID(), 'PX', REMEMBERED);
  },
  mark: (group: string): Promise<string | null> => redis.get(keyOfGroup(group)),
});

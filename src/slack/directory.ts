import type { webApi } from '@slack/bolt';
import type { Ms, SlackUserId } from '../access/grant.ts';
import { type Directory, SlackError, type SlackPerson } from '../access/ports/slack.ts';
import { calling } from './client.ts';

/** How long a user group's members are kept; an event about the group drops them at once. */
const KEEP: Ms = 60_000;

/** Who is who in Slack. People are read afresh each time, since decisions depend on them; groups are kept for a minute. */
export function createDirectory(client: webApi.WebClient): Directory & { forgetGroup(id: string): void } {
  const groups = new Map<string, { at: number; members: Promise<SlackUserId[]> }>();

  /** A plan without user groups, or a group that is gone: nobody is in it, and that is asked again the next time. */
  const readGroup = async (id: string): Promise<SlackUserId[]> => {
    try {
      return (await calling(() => client.usergroups.users.list({ usergroup: id }))).users ?? [];
    } catch (error) {
      groups.delete(id);
      if (error instanceof SlackError && NOBODY.has(error.code)) return [];
      throw error;
    }
  };

  return {
    async person(user) {
      try {
        const { user: found } = await calling(() => client.users.info({ user }));
        return found ? toPerson(user, found) : null;
      } catch (error) {
        if (error instanceof SlackError && error.code === 'user_not_found') return null;
        throw error;
      }
    },
    async group(id) {
      const kept = groups.get(id);
      if (kept && performance.now() - kept.at < KEEP) return kept.members;
      const members = readGroup(id);
      groups.set(id, { at: performance.now(), members });
      return members;
    },
    forgetGroup: (id) => void groups.delete(id),
  };
}

const NOBODY = new Set([
  'no_such_subteam',
  'subteam_not_found',
  'plan_upgrade_required',
  'missing_scope',
  'permission_denied',
]);

type Found = NonNullable<Awaited<ReturnType<webApi.WebClient['users']['info']>>['user']>;

const toPerson = (id: SlackUserId, found: Found): SlackPerson => ({
  id,
  name: found.profile?.real_name ?? found.real_name ?? found.name ?? id,
  email: found.profile?.email ?? null,
  deleted: found.deleted ?? false,
  bot: found.is_bot ?? false,
});

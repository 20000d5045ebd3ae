import type { webApi } from '@slack/bolt';
import type { Ms, SlackUserId } from '../access/grant.ts';
import { type Directory, SlackError, type SlackPerson } from '../access/ports/slack.ts';
import { calling } from './client.ts';
import { createIdentity, type Identity } from './identity.ts';

/** How long a user group's members are kept, should Slack not tell of a change. */
const KEEP: Ms = 60_000;

/** What all instances know of changes of user groups: `mark` is another one after each `note`. */
export type GroupChanges = { note(group: string): Promise<void>; mark(group: string): Promise<string | null> };

/** For a command that ends soon. */
const unseen: GroupChanges = { note: async () => {}, mark: async () => null };

/**
 * Who is who in Slack. People are read afresh each time, since decisions depend on them; groups are kept for a minute, and no
 * longer by any instance once one of them heard of a change.
 */
export function createDirectory(
  client: webApi.WebClient,
  changes: GroupChanges = unseen,
  identity: () => Promise<Identity> = createIdentity(client),
): Directory & { groupChanged(id: string): Promise<void> } {
  const groups = new Map<string, { at: number; mark: string | null; members: Promise<SlackUserId[]> }>();

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
        return found ? toPerson(user, found, await identity()) : null;
      } catch (error) {
        if (error instanceof SlackError && error.code === 'user_not_found') return null;
        throw error;
      }
    },
    async group(id) {
      // While Redis is away nobody knows whether it changed, so nothing kept counts.
      const mark = await changes.mark(id).catch(() => undefined);
      if (mark === undefined) return readGroup(id);
      const kept = groups.get(id);
      if (kept?.mark === mark && performance.now() - kept.at < KEEP) return kept.members;
      const members = readGroup(id);
      groups.set(id, { at: performance.now(), mark, members });
      return members;
    },
    async groupChanged(id) {
      groups.delete(id);
      await changes.note(id);
    },
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

const toPerson = (id: SlackUserId, found: Found, own: Identity): SlackPerson => ({
  id,
  name: found.profile?.real_name ?? found.real_name ?? found.name ?? id,
  email: found.profile?.email ?? null,
  deleted: found.deleted ?? false,
  bot: found.is_bot ?? false,
  ...outside(found, own),
});

/** Workspaces of one company belong to one enterprise; whoever is of no other is of ours. */
function outside(found: Found, { teamId, enterpriseId }: Identity): Pick<SlackPerson, 'outsider'> {
  if (found.is_restricted || found.is_ultra_restricted) return { outsider: 'guest' };
  const home = found.team_id ?? teamId;
  const company = enterpriseId && [home, found.enterprise_user?.enterprise_id].includes(enterpriseId);
  return found.is_stranger || (home !== teamId && !company) ? { outsider: 'stranger' } : {};
}

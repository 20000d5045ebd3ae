import type { AssetRef } from '../access/asset.ts';
import { createFarClock } from '../access/far-clock.ts';
import type { Ms, PrincipalId } from '../access/grant.ts';
import { type AssetInfo, type Lane, type Meta, MetaError } from '../access/ports/meta.ts';
import { asLive, type TokenDoor } from '../access/ports/token.ts';
import type { Task } from '../access/tasks.ts';
import { createAssetDirectory } from './asset-directory.ts';
import { createCache } from './cache.ts';
import { assign, listAssigned, unassign } from './edges/assigned-users.ts';
import { assignGroup, heldOnGroup, holdersOfGroup, unassignGroup } from './edges/group-people.ts';
import { leaveAsset } from './edges/leave.ts';
import { askForPage, readShare } from './edges/page-requests.ts';
import { findInvitation, findPerson, listPeople, refuseHiddenEmails } from './edges/people.ts';
import { checkToken, lookIntoToken, renewToken } from './edges/token.ts';
import * as words from './error-words.ts';
import { createGroupDirectory } from './group-directory.ts';
import { createLimitedGraph, type LimitedOptions } from './limited.ts';
import type { Door } from './page-token.ts';
import { createPageTokens } from './page-tokens.ts';
import { createReach } from './reach.ts';
import type { AssignedUser } from './schemas.ts';
import { isRefusal } from './unless-refused.ts';
import type { Usage } from './used.ts';

export type MetaOptions = LimitedOptions & {
  /** How long assets and people may be remembered; default 60 s. What people hold is never remembered. */
  cacheMs?: Ms | undefined;
  /** How often the lists of assets are read at most, however often Meta's refusals say that they are out of date; default 1 s, real time. */
  listGapMs?: Ms | undefined;
  /** With the app's secret, it lets the token be looked into. */
  appId?: string | undefined;
};

/** An answer that a person will not like is only given from a list at most this old. */
const RECENT: Ms = 5_000;
/** Refusals of a removal that may mean that there is nothing to remove. */
const NOTHING_THERE: ReadonlySet<string> = new Set<MetaError['kind']>(['already', 'not_found', 'invalid']);

/**
 * Meta for one business, through one token; `close` lets calls that are under way end, `away` tells that none is sent for now, as Meta
 * does not answer, `usage` what is known of Meta's limits, `skew` how far Meta's clock is from this machine's.
 */
export function createMeta(
  options: MetaOptions,
): Meta & { tokens: TokenDoor; close(): Promise<void>; away(): boolean; usage(): Usage[]; skew(): Ms | null } {
  const { clock, cacheMs = 60_000, listGapMs: gap = 1_000 } = options;
  const business = options.business.id;
  const token = asLive(options.token);
  const { heard, skew } = createFarClock();
  const graph = {
    ...createLimitedGraph({ ...options, token, heard }),
    pageTokens: createPageTokens({ clock, own: token }),
  };
  // A removal's proof is told from these lists too, few as they are: in their own lane all removals at once would hold them up.
  const first: Door = { ...graph, call: (call) => graph.call({ ...call, priority: 'removal' }) };
  const groups = createGroupDirectory({ graph: first, business, clock, cacheMs, recent: RECENT });
  const directory = createAssetDirectory({ groups, graph, first, business, clock, cacheMs, recent: RECENT, gap });
  const people = createCache(() => listPeople(first, business), clock);
  const ways = createReach({ groups, graph: first, business, clock, people, recent: RECENT });

  async function person(email: string) {
    const known = await people.get(cacheMs);
    const found = findPerson(known.value, email);
    if (found.kind === 'member') return found;
    const { value: recent } = await people.get(RECENT);
    const again = findPerson(recent, email);
    if (again.kind !== 'absent') return again;
    refuseHiddenEmails(recent);
    return (await findInvitation(graph, business, { email, now: clock.now() })) ?? again;
  }

  async function isAddressOf(email: string, principal: PrincipalId): Promise<boolean> {
    const found = findPerson((await people.get(cacheMs)).value, email);
    return found.kind === 'member' && found.id === principal;
  }

  /** Meta refuses what was no longer shared since the lists were read: nobody may conclude anything from them then. */
  async function doubting<T>(asset: AssetRef, work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (isRefusal(error)) directory.forget(asset);
      throw error;
    }
  }

  /** Our own change of a group's people is seen at once in the ways to what is in it. */
  const changed = ({ kind, id }: AssetRef) => (kind === 'group' ? ways.forgetHolders(id) : undefined);

  async function held(asset: AssetRef, principal: PrincipalId, lane?: Lane) {
    if (asset.kind === 'group') {
      return doubting(asset, heldOnGroup(graph, business, { group: asset.id, user: principal, lane }));
    }
    const rows = await doubting(asset, listAssigned(graph, business, asset, { only: principal, lane }));
    const row = rows.find((one) => one.id === principal);
    return row ? tasksOf(row) : null;
  }

  async function holders(asset: AssetRef, lane?: Lane) {
    if (asset.kind === 'group') return doubting(asset, holdersOfGroup(graph, business, asset.id, lane));
    const rows = await doubting(asset, listAssigned(graph, business, asset, { lane }));
    const once = new Map(rows.map((row) => [row.id, row]));
    return [...once.values()].map((row) => ({
      id: row.id,
      name: row.name ?? row.id,
      ...(row.user_type ? { type: row.user_type } : {}),
      tasks: row.tasks ?? null,
    }));
  }

  return {
    asset: async (asset: AssetRef): Promise<AssetInfo | null> => doubting(asset, directory.find(asset)),
    assets: () => directory.all(),
    groups: async () => (await groups.list(RECENT)).map(({ id, name }) => ({ asset: { kind: 'group', id }, name })),
    person,
    isAddressOf,
    held,
    holders,
    reach: ways.reach,
    assignedIn: ways.assignedIn,
    groupTasks: ways.groupTasks,
    twoFactorRule: () => ways.twoFactorRule(cacheMs),
    async assign(asset, user, tasks, lane) {
      const given =
        asset.kind === 'group'
          ? assignGroup(graph, business, { group: asset.id, user, tasks, lane })
          : assign(graph, business, { asset, user, tasks, lane });
      await doubting(asset, given)
        .catch(unlessAlready)
        .finally(() => changed(asset));
    },
    async unassign(asset, user) {
      try {
        const taken =
          asset.kind === 'group'
            ? unassignGroup(graph, business, { group: asset.id, user })
            : unassign(graph, business, { asset, user });
        await doubting(asset, taken).finally(() => changed(asset));
      } catch (error) {
        if (!(error instanceof MetaError) || error.ambiguous || !NOTHING_THERE.has(error.kind)) throw error;
        // Meta may refuse so when nothing is assigned. A read can't prove that, as it may be older than our last write.
        if ((await held(asset, user, 'removal')) !== null) throw error;
        throw new MetaError('already', words.already, { traceId: error.traceId });
      }
    },
    async pageShare(page) {
      const share = await readShare(graph, business, page);
      // What a customer agreed to is not on the list that is remembered.
      if (share === 'shared') directory.forget(page);
      return share;
    },
    leave: (asset, send) => leaveAsset(graph, business, { asset, send }).finally(() => directory.forget(asset)),
    askForPage: (page, tasks) => askForPage(graph, business, { page, tasks }).finally(() => directory.forget(page)),
    check: () => checkToken(graph, business),
    token: () => lookIntoToken(graph, token.current(), options),
    tokens: {
      look: (which) => lookIntoToken(graph, which, options),
      prove: (which) => checkToken(graph, business, which),
      renew: (which) => renewToken(graph, which, options),
    },
    away: () => graph.away(),
    usage: graph.usage,
    skew,
    standing: graph.standing,
    tryToken: graph.ask,
    close: () => graph.close(),
  };
}

/** Somebody who is on the list holds something: where Meta leaves it out, nobody may take it for nothing. */
function tasksOf({ tasks }: AssignedUser): Task[] {
  if (!tasks) throw new MetaError('forbidden', words.tasksHidden);
  return tasks;
}

function unlessAlready(error: unknown): void {
  if (!(error instanceof MetaError && error.kind === 'already')) throw error;
}

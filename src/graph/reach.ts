import { type AssetRef, assetKey } from '../access/asset.ts';
import type { Ms, PrincipalId } from '../access/grant.ts';
import type { Clock } from '../access/ports/clock.ts';
import { MetaError, type Reach, type TwoFactorRule } from '../access/ports/meta.ts';
import type { Task } from '../access/tasks.ts';
import { type Cache, createCache } from './cache.ts';
import type { Graph } from './client.ts';
import { edges, request } from './contract.ts';
import { assignedTo, groupHolders, groupsOf } from './edges/asset-groups.ts';
import { isAdmin } from './edges/people.ts';
import type { createGroupDirectory } from './group-directory.ts';
import { type BusinessUser, TwoFactor } from './schemas.ts';
import { unlessRefused } from './unless-refused.ts';

type Options = {
  groups: ReturnType<typeof createGroupDirectory>;
  graph: Graph;
  business: string;
  clock: Clock;
  people: Cache<BusinessUser[]>;
  recent: Ms;
};
type Holders = Reach['groups'][number]['holders'];

/** A removal that is proved must not wait for this longer; real time. */
const PATIENCE: Ms = 4_000;

/** What Meta does not tell, for whatever reason, is not known; other errors are bugs. */
const orNull = <T>(work: Promise<T>): Promise<T | null> =>
  unlessRefused(
    work,
    () => null,
    (error) => error instanceof MetaError,
  );

/** A refusal is remembered like an answer, so that not everybody at once asks again; trouble that passes is not. */
const nullIfRefused = <T>(work: Promise<T>): Promise<T | null> => unlessRefused(work, () => null);

const within = <T>(work: Promise<T>): Promise<T | null> => {
  const { promise, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(resolve, PATIENCE, null);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
};

type Leads = Pick<Reach, 'admins' | 'untold'>;

function leadsOf(people: readonly BusinessUser[]): Leads {
  const untold = people.filter(({ role }) => !role).map(({ id }) => id);
  return {
    admins: people.filter(isAdmin).map(({ id, name }) => ({ id, name: name ?? id })),
    ...(untold.length > 0 ? { untold } : {}),
  };
}

type Groups = { id: string; name: string }[];

/** Other groups in which an asset of this one is. */
const overlapping = (id: string, inside: ReadonlyMap<string, Groups>): Groups => [
  ...new Map(
    [...inside.values()]
      .filter((groups) => groups.some((group) => group.id === id))
      .flat()
      .filter((group) => group.id !== id)
      .map((group) => [group.id, group]),
  ).values(),
];

/**
 * The ways to an asset besides being assigned to it. Everything is read per business and remembered for some seconds, so that
 * thousands of removals at once cost what one costs; a business without asset groups is asked nothing about them but whether it has any.
 */
export function createReach({ groups: directory, graph, business, clock, people, recent }: Options) {
  // Thousands of removals may be waiting for the answer: it is read anew before it is too old for them.
  const age = [2 * recent, recent / 2] as const;
  const groups = createCache(() => nullIfRefused(inGroups()), clock);
  const rule = createCache(() => nullIfRefused(twoFactorRule()), clock);
  const holders = new Map<string, Cache<Holders | null>>();

  async function inGroups(): Promise<Map<string, Groups>> {
    const found = await directory.list(recent);
    const contents = await Promise.all(found.map(({ id }) => directory.contained(id, recent)));
    const inside = new Map<string, Groups>();
    for (const [index, group] of found.entries()) {
      for (const { asset } of contents[index] ?? []) {
        const key = assetKey(asset);
        inside.set(key, [...(inside.get(key) ?? []), group]);
      }
    }
    return inside;
  }

  async function twoFactorRule(): Promise<TwoFactorRule | null> {
    const answer = await graph.call({ ...request(edges.twoFactor, business, {}), answer: TwoFactor, priority: 'read' });
    if (answer.two_factor_type === 'all_required') return 'all';
    if (answer.two_factor_type === 'admin_required') return 'admins';
    return answer.two_factor_type === 'none' ? 'nobody' : null;
  }

  const holdersNow = async (id: string): Promise<Holders> =>
    (await groupHolders(graph, business, id)).map((row) => ({ id: row.id, name: row.name ?? row.id }));

  async function holdersOf(id: string): Promise<Holders | null> {
    const known = holders.get(id) ?? createCache(() => nullIfRefused(holdersNow(id)), clock);
    holders.set(id, known);
    return (await known.get(...age)).value;
  }

  let leads: { of: unknown; told: Leads } | undefined;

  /** Worked out once for each reading of the people, since thousands of removals ask. */
  async function admins(): Promise<Leads | null> {
    const all = await nullIfRefused(people.get(...age));
    if (!all) return null;
    if (leads?.of !== all.value) leads = { of: all.value, told: leadsOf(all.value) };
    return leads.told;
  }

  async function read(asset: AssetRef): Promise<Reach | null> {
    // What they are read from was remembered for as long as this.
    const [leads, inside] = await Promise.all([admins(), groups.get(recent, recent / 2)]);
    if (!leads || !inside.value) return null;
    const around =
      asset.kind === 'group' ? overlapping(asset.id, inside.value) : (inside.value.get(assetKey(asset)) ?? []);
    const lists = await Promise.all(around.map(({ id }) => holdersOf(id)));
    if (lists.includes(null)) return null;
    return { ...leads, groups: around.map((group, index) => ({ ...group, holders: lists[index] ?? [] })) };
  }

  async function assignedIn(user: PrincipalId, { id }: AssetRef) {
    const [inside, held] = await Promise.all([directory.contained(id, recent), assignedTo(graph, user)]);
    return inside.filter(({ asset }) => held.has(assetKey(asset)));
  }

  return {
    assignedIn: (user: PrincipalId, group: AssetRef) => within(orNull(assignedIn(user, group))),
    reach: (asset: AssetRef): Promise<Reach | null> => within(orNull(read(asset))),
    groupTasks: async (user: PrincipalId, asset: AssetRef): Promise<Map<string, Task[]>> =>
      (await orNull(groupsOf(graph, user, asset))) ?? new Map(),
    twoFactorRule: async (age: Ms): Promise<TwoFactorRule | null> => (await orNull(rule.get(age)))?.value ?? null,
    /** Our own change of a group's people is seen at once. */
    forgetHolders: (id: string): void => holders.get(id)?.forget(),
  };
}

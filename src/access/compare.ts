import type { AssetRef } from './asset.ts';
import { given } from './desired.ts';
import type { Desk } from './desk.ts';
import type { LiveGrant, PrincipalId, SlackUserId } from './grant.ts';
import type { Pair } from './ports/ledger.ts';
import type { Holder } from './ports/meta.ts';
import { beyond, covers, type Task, union } from './tasks.ts';

/** One person on Meta's list; `outside`: no live grant of Hallpass stands behind it. */
export type Seen = Holder & { outside: boolean };

/** One person for whom Hallpass' record and Meta's list are not the same; at least one of the three sets holds something. */
export type Difference = {
  principal: PrincipalId;
  /** Meta's name; undefined when the person is not on its list. */
  name?: string;
  /** The Slack person of the live grants; undefined when there is none. */
  user?: SlackUserId;
  /** What Hallpass gave and Meta does not show. */
  missing: Task[];
  /** What is being taken away and still there. */
  leaving: Task[];
  /** What is there beyond Hallpass' grants and what was there before them. */
  extra: Task[];
};

type Sides = { asset: AssetRef; grants: readonly LiveGrant[]; holders: readonly Holder[] };
type Person = { before: LiveGrant[]; pair: Pair; held: readonly Task[] };

/**
 * Compares Hallpass' record with Meta's list, person by person. `grants` were read before the list, and the pairs are read after
 * it: what changed in between is no difference.
 */
export async function compare(
  desk: Desk,
  { asset, grants, holders }: Sides,
): Promise<{ holders: Seen[]; differences: Difference[] }> {
  const listed = new Map(holders.map((holder) => [holder.id, holder]));
  const principals = [...new Set([...grants.map(({ principal }) => principal), ...listed.keys()])];
  const outside = new Set<PrincipalId>();
  const differences = await Promise.all(
    principals.map(async (principal): Promise<Difference | null> => {
      const pair = await desk.ledger.pair(asset, principal);
      const before = grants.filter((grant) => grant.principal === principal);
      const holder = listed.get(principal);
      const user = (pair.grants[0] ?? before[0])?.requester;
      if (user === undefined) outside.add(principal);
      if (holder?.tasks === null) return null;
      const sets = differ({ before, pair, held: holder?.tasks ?? [] });
      if (sets.missing.length + sets.leaving.length + sets.extra.length === 0) return null;
      return { principal, ...(holder ? { name: holder.name } : {}), ...(user ? { user } : {}), ...sets };
    }),
  );
  return {
    holders: holders.map((holder) => ({ ...holder, outside: outside.has(holder.id) })),
    differences: differences.filter((difference) => difference !== null),
  };
}

/** Grants that Meta was not yet seen to have taken are not missed: nobody said that they hold. */
function differ({ before, pair, held }: Person): Pick<Difference, 'missing' | 'leaving' | 'extra'> {
  const steady = before.filter((grant) =>
    pair.grants.some(({ id, state }) => id === grant.id && state === grant.state),
  );
  const told = steady.filter(({ state }) => state === 'active');
  const ending = union(...steady.filter(({ state }) => state === 'ending').map(({ tasks }) => tasks));
  const any = [...before, ...pair.grants];
  // What was there before is not known until the pair is looked at for the first time; then it is what is held.
  const baseline = pair.baseline ?? (any.length > 0 ? held : []);
  const stays = union(baseline, given(any));
  return {
    missing: given(told).filter((task) => !covers(held, [task])),
    leaving: beyond(held, stays).filter((task) => covers(ending, [task])),
    extra: beyond(held, union(stays, ...any.map(({ tasks }) => tasks))),
  };
}

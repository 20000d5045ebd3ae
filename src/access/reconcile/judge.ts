import type { GrantIn, LiveGrant } from '../grant.ts';
import { mayLag } from '../lag.ts';
import type { Clock } from '../ports/clock.ts';
import type { Pair } from '../ports/ledger.ts';
import type { Holder } from '../ports/meta.ts';
import { beyond, common, covers, type Task, union } from '../tasks.ts';

/**
 * One person on one asset as record and Meta show it: `before` was read before Meta's list, `pair` after it. `over`: their grants on it
 * that ended, as far back as Hallpass takes away again what it gave. `standing`: what a lead lets be.
 */
export type Person = {
  holder: Holder | undefined;
  before: readonly LiveGrant[];
  pair: Pair;
  over: readonly GrantIn<'ended'>[];
  standing: readonly Task[];
  admin: boolean;
};

/** What one look at a person comes to. */
export type Verdict =
  | { what: 'gone' | 'less'; grants: { grant: GrantIn<'active'>; tasks: Task[] }[] }
  | { what: 'back'; grant: GrantIn<'ended'>; tasks: Task[] }
  | { what: 'more'; holder: Holder; tasks: Task[]; grants: GrantIn<'active'>[] }
  | { what: 'outside'; holder: Holder; tasks: Task[] };

/**
 * Judges a difference between record and Meta; null when there is none, or when it may be one only for now: while something is on its
 * way, or what Meta shows may be older than our last write.
 */
export function judge(clock: Clock, person: Person): Verdict | null {
  const { holder, before, pair } = person;
  // The note of a write whose answer nobody saw stays as long as the grant; by now it has arrived, or never will.
  const written = [pair.writtenAt, ...pair.giving.map(({ at }) => at)];
  if (holder?.tasks === null || written.some((at) => mayLag(clock, at))) return null;
  if (pair.grants.length === 0 && before.length === 0) return alone(person);
  const same = (grant: LiveGrant) => before.some(({ id, version }) => id === grant.id && version === grant.version);
  const active = pair.grants.filter((grant) => grant.state === 'active' && same(grant)) as GrantIn<'active'>[];
  if (active.length < Math.max(pair.grants.length, before.length)) return null;
  return lacking(active, holder?.tasks ?? []) ?? exceeding(active, person);
}

/** What somebody gave beside a grant: beyond what was there when the grant was proved, and what is known to be there besides. */
function exceeding(grants: GrantIn<'active'>[], { holder, pair, standing, admin }: Person): Verdict | null {
  const known = grants.map(({ more }) => more).filter((more) => more !== undefined);
  if (!holder?.tasks || !pair.baseline || known.length < grants.length || isExempt(holder, admin)) return null;
  const tasks = beyond(holder.tasks, union(pair.baseline, standing, ...known, ...grants.map((grant) => grant.tasks)));
  return tasks.length > 0 ? { what: 'more', holder, tasks, grants } : null;
}

/** Who may do everything by their role, or is no person, needs nobody's word. */
const isExempt = ({ type }: Holder, admin: boolean): boolean => admin || /system/i.test(type ?? '');

function lacking(active: readonly GrantIn<'active'>[], held: readonly Task[]): Verdict | null {
  const grants = active
    .map((grant) => ({ grant, tasks: beyond(grant.tasks, held) }))
    .filter(
      ({ grant: { drift }, tasks }) => tasks.length > 0 && !(drift?.what === 'less' && covers(drift.tasks, tasks)),
    );
  const whole = grants.filter(({ grant, tasks }) => beyond(grant.tasks, tasks).length === 0);
  if (whole.length > 0) return { what: 'gone', grants: whole };
  return grants.length > 0 ? { what: 'less', grants } : null;
}

/** Nobody stands behind what this person holds. */
function alone({ holder, pair, over, standing, admin }: Person): Verdict | null {
  if (!holder?.tasks) return null;
  const rest = beyond(holder.tasks, union(standing, pair.baseline ?? []));
  if (rest.length === 0) return null;
  for (const grant of over) {
    const tasks = beyond(common(rest, grant.tasks), grant.kept?.tasks ?? []);
    if (tasks.length > 0) return { what: 'back', grant, tasks };
  }
  return isExempt(holder, admin) ? null : { what: 'outside', holder, tasks: rest };
}

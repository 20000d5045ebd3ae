import { ownership } from '../access.ts';
import { held, setTasks } from '../assignments.ts';
import type { Engine } from '../engine.ts';
import type { Find } from './find.ts';

type Pair = { asset: string; user: string };

/** Who holds what: changed by hand in Business Settings, and read as it truly is. */
export function holdingVerbs(engine: Engine, find: Find) {
  return {
    assign({ asset, user, tasks }: Pair & { tasks: readonly string[] }): void {
      const on = find.asset(asset);
      const who = find.assignee(user);
      const standing = ownership(on, who.business.id);
      if (standing !== 'owned' && standing !== 'client') throw new Error(`${asset} is not shared with that business`);
      setTasks(engine, on, who, [...new Set(tasks)], 'outside');
    },
    unassign({ asset, user }: Pair): void {
      setTasks(engine, find.asset(asset), find.assignee(user), [], 'outside');
    },
    /** The true tasks, now, whatever reads say; none for somebody who is gone. Sorted. */
    holds(asset: string, user: string): string[] {
      const on = find.asset(asset);
      const who = engine.state.nodes.get(user);
      if (who?.kind !== 'business_user' && who?.kind !== 'system_user') return [];
      return [...held(on, who)].sort();
    },
    /** Everybody on the asset, of every business. */
    holders(asset: string): { user: string; name: string; tasks: string[] }[] {
      return [...find.asset(asset).assigned.values()].flatMap((users) =>
        [...users].map(([user, tasks]) => ({ user, name: find.assignee(user).name, tasks: [...tasks].sort() })),
      );
    },
  };
}

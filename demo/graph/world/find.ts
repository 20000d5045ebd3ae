import type { Asset, Assignee, Business, State } from '../state.ts';

/** Lookups by id that throw. */
export type Find = ReturnType<typeof createFind>;

/** Lookups for the people who set a world up: a wrong id is a mistake in the test, so it throws. */
export function createFind(state: State) {
  function business(id: string): Business {
    const found = state.businesses.get(id);
    if (found === undefined) throw new Error(`no business ${id}`);
    return found;
  }
  function asset(id: string): Asset {
    const found = state.assets.get(id);
    if (found === undefined) throw new Error(`no asset ${id}`);
    return found;
  }
  function assignee(id: string): Assignee {
    const found = state.nodes.get(id);
    if (found?.kind !== 'business_user' && found?.kind !== 'system_user') throw new Error(`nobody has id ${id}`);
    return found;
  }

  return { business, asset, assignee };
}

import type { Engine } from './engine.ts';
import { groupVerbs } from './world/asset-groups.ts';
import { assetVerbs } from './world/assets.ts';
import { businessVerbs } from './world/businesses.ts';
import { createFind } from './world/find.ts';
import { holdingVerbs } from './world/holdings.ts';
import { peopleVerbs } from './world/people.ts';

/** The verbs of createWorld. */
export type World = ReturnType<typeof createWorld>;

/** Meta's side of things: what tests set up, what people do in Business Settings, and the true state now. */
export function createWorld(engine: Engine) {
  const find = createFind(engine.state);
  return {
    ...businessVerbs(engine, find),
    ...peopleVerbs(engine, find),
    ...assetVerbs(engine, find),
    ...holdingVerbs(engine, find),
    ...groupVerbs(engine, find),
  };
}

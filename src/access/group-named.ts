import type { AssetRef } from './asset.ts';
import { asking, type Desk } from './desk.ts';
import { done, type Outcome, refuse } from './refusal.ts';

const folded = (name: string): string => name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();

/** The one asset group with this name, whatever its capitals and blanks; a name that starts with it counts when no other does. */
export function groupNamed({ meta }: Desk, name: string): Promise<Outcome<AssetRef>> {
  return asking(async () => {
    const groups = await meta.groups();
    const wanted = folded(name);
    const same = groups.filter((group) => folded(group.name) === wanted);
    const alike = same.length > 0 ? same : groups.filter((group) => folded(group.name).startsWith(wanted));
    const [one] = alike;
    if (one && alike.length === 1) return done(one.asset);
    if (same.length > 1) return refuse({ code: 'group_ambiguous', name, ids: same.map(({ asset }) => asset.id) });
    const near = alike.length > 0 ? alike : groups;
    return refuse({ code: 'group_unknown', name, names: near.slice(0, 10).map((group) => group.name) });
  });
}

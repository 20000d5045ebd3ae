import type { Desk } from './desk.ts';
import type { Origin } from './event.ts';
import type { GrantIn, SlackUserId } from './grant.ts';
import type { AssetInfo } from './ports/meta.ts';
import { type Refusal, refuse } from './refusal.ts';
import { termsFor } from './terms.ts';

type Deciding = { grant: GrantIn<'pending'>; info: AssetInfo; actor: SlackUserId; origin?: Origin | undefined };

/**
 * A lead decides on what the card shows: when what is in the group changed since then, the card is made to show it and nothing is
 * approved. Null when it is the same.
 */
export async function contentsChanged(
  desk: Desk,
  { grant, info, actor, origin }: Deciding,
): Promise<{ ok: false; refusal: Refusal } | null> {
  const { contains } = info;
  if (!contains?.mark || !grant.contains?.mark || contains.mark === grant.contains.mark) return null;
  if (contains.count === 0) return refuse({ code: 'group_empty', name: info.name });
  const terms = termsFor(desk.business.rules, info, grant);
  const tasks = terms.ok ? terms.value.tasks : grant.tasks;
  const next = { ...grant, tasks, contains, version: grant.version + 1 };
  const detail = { count: contains.count };
  const at = desk.clock.now();
  // In a conflict the card shows something newer, and whoever decides reads it.
  await desk.ledger.commit(next, { kind: 'contents-changed', at, actor, origin, detail });
  return refuse({ code: 'group_changed', id: grant.id, contains });
}

import type { Desk } from '../desk.ts';
import { asking } from '../desk.ts';
import type { Origin } from '../event.ts';
import type { SlackUserId } from '../grant.ts';
import { identify } from '../identify.ts';
import { mayLead } from '../policy.ts';
import type { Finding, FoundChange, Standing } from '../ports/watch.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { beyond, union } from '../tasks.ts';
import { foundEvent, subjectOf } from './found.ts';

/** Who decides what about which finding: `page:123:<principal>`. */
export type Deciding = { actor: SlackUserId; key: string; origin?: Origin | undefined };

/** A lead, and not the person whose access it is. */
export async function mayJudge(desk: Desk, actor: SlackUserId, { principal }: Finding): Promise<Outcome<'lead'>> {
  const lead = await mayLead(desk, actor);
  if (!lead.ok) return lead;
  return asking(async () => {
    const own = await identify(desk, actor);
    return own.ok && own.value.id === principal ? refuse({ code: 'self_approval' }) : done('lead');
  });
}

/** Nothing may stand that the customer does not permit, whoever gave it. */
const aboveOf = (desk: Desk, { asset, tasks }: Finding): Promise<Outcome<'within'>> =>
  asking(async () => {
    const { permitted } = (await desk.meta.asset(asset)) ?? { permitted: null };
    const above = permitted ? beyond(tasks, permitted) : [];
    return above.length > 0 ? refuse({ code: 'finding_above', tasks: above }) : done('within');
  });

async function decide(desk: Desk, wish: Deciding, state: 'removing' | 'standing'): Promise<Outcome<Finding>> {
  const { actor, key, origin } = wish;
  const { ledger, clock } = desk;
  const found = await ledger.watch.finding(key);
  if (!found) return refuse({ code: 'finding_over' });
  const may = await mayJudge(desk, actor, found);
  if (!may.ok) return may;
  // What comes again after a crash is answered with what it did.
  if (found.state === state && found.by === actor) return done(found);
  if (state === 'standing') {
    const above = await aboveOf(desk, found);
    if (!above.ok) return above;
  }
  const at = clock.now();
  const { tasks, name, assetName } = found;
  const changed = await ledger.watch.change(key, (known, stands): FoundChange | null => {
    if (known?.state !== 'open') return null;
    const finding: Finding = { ...known, tasks, state, by: actor };
    if (state === 'removing') return { finding, event: foundEvent('found-removing', { at, actor, origin }, finding) };
    const all = union(stands?.tasks ?? [], tasks);
    const event = foundEvent('found-standing', { at, actor, origin }, { ...finding, tasks: all });
    return { finding, standing: { name, assetName, tasks: all, by: actor, at }, event };
  });
  return changed?.finding ? done(changed.finding) : refuse({ code: 'finding_over' });
}

/** A lead has it taken away; that it is gone is told once it was seen. */
export const takeOut = (desk: Desk, wish: Deciding): Promise<Outcome<Finding>> => decide(desk, wish, 'removing');

/** A lead lets it be. */
export const letStand = (desk: Desk, wish: Deciding): Promise<Outcome<Finding>> => decide(desk, wish, 'standing');

/** A lead lets everything be that stands on the same card as this one, but what is their own. Answers how much that is. */
export async function letAllStand(desk: Desk, { actor, key, origin }: Deciding): Promise<Outcome<number>> {
  const lead = await mayLead(desk, actor);
  if (!lead.ok) return lead;
  const all = await desk.ledger.watch.findings();
  const ts = all.get(key)?.card?.ts;
  let count = 0;
  for (const [other, { card, state }] of all) {
    if (ts === undefined || card?.ts !== ts || state !== 'open') continue;
    if ((await letStand(desk, { actor, key: other, origin })).ok) count += 1;
  }
  return count > 0 ? done(count) : refuse({ code: 'finding_over' });
}

/** A lead takes back that something may stand: the next look finds it again. */
export async function undoStanding(desk: Desk, { actor, key, origin }: Deciding): Promise<Outcome<Standing>> {
  const { ledger, clock } = desk;
  const lead = await mayLead(desk, actor);
  if (!lead.ok) return lead;
  const subject = subjectOf(key);
  let undone: Standing | null = null;
  await ledger.watch.change(key, (_, standing) => {
    undone = standing;
    if (!standing || !subject) return null;
    const facts = { ...subject, assetName: '', ...standing };
    return { standing: null, event: foundEvent('found-undone', { at: clock.now(), actor, origin }, facts) };
  });
  return undone ? done(undone) : refuse({ code: 'finding_over' });
}

/** A lead says that what was held back is right. */
export async function goOnReconciling(desk: Desk, actor: SlackUserId, origin?: Origin): Promise<Outcome<'on'>> {
  const { watch } = desk.ledger;
  const lead = await mayLead(desk, actor);
  if (!lead.ok) return lead;
  const state = await watch.state();
  if (!state?.stopped) return refuse({ code: 'finding_over' });
  const { stopped: _, ...rest } = state;
  const event = { kind: 'reconcile-resumed', at: desk.clock.now(), actor, origin } as const;
  const turned = await watch.turn({ ...rest, acts: [] }, event);
  return turned === 'ok' ? done('on') : refuse({ code: 'finding_over' });
}

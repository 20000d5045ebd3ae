import type { Desk } from '../desk.ts';
import { asking } from '../desk.ts';
import type { SlackUserId } from '../grant.ts';
import { identify } from '../identify.ts';
import { mayLead } from '../policy.ts';
import type { Decided, Finding, Standing } from '../ports/watch.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { changeFinding } from './change-finding.ts';

/** Who decides what about which finding: `page:123:<principal>`. */
export type Deciding = { actor: SlackUserId; key: string };

/** A lead, and not the person whose access it is. */
export async function mayJudge(desk: Desk, actor: SlackUserId, { principal }: Finding): Promise<Outcome<'lead'>> {
  const lead = await mayLead(desk, actor);
  if (!lead.ok) return lead;
  return asking(async () => {
    const own = await identify(desk, actor);
    return own.ok && own.value.id === principal ? refuse({ code: 'self_approval' }) : done('lead');
  });
}

async function decide(
  desk: Desk,
  { actor, key }: Deciding,
  what: 'remove' | 'standing',
  state: 'removing' | 'standing',
): Promise<Outcome<Finding>> {
  const { ledger, clock } = desk;
  const found = await ledger.watch.finding(key);
  if (!found) return refuse({ code: 'finding_over' });
  const may = await mayJudge(desk, actor, found);
  if (!may.ok) return may;
  const { tasks } = found;
  const isSame = (known: Finding) => known.state === state && known.by === actor;
  // What comes again after a crash is answered with what it did.
  if (isSame(found)) return done(found);
  if (found.state !== 'open') return refuse({ code: 'finding_over' });
  const decided: Decided = { at: clock.now(), actor, what, found: key, tasks };
  if (state === 'standing') {
    const standing: Standing = { name: found.name, tasks, by: actor, at: clock.now() };
    await ledger.watch.setStanding(key, standing, decided);
  }
  const next = await changeFinding(
    ledger,
    key,
    // Another lead may have decided while this one read.
    (known) => (known && (known.state === 'open' || isSame(known)) ? { ...known, tasks, state, by: actor } : null),
    state === 'removing' ? decided : undefined,
  );
  return next ? done(next) : refuse({ code: 'finding_over' });
}

/** A lead has it taken away; that it is gone is told once it was seen. */
export const takeOut = (desk: Desk, wish: Deciding): Promise<Outcome<Finding>> =>
  decide(desk, wish, 'remove', 'removing');

/** A lead lets it be. */
export const letStand = (desk: Desk, wish: Deciding): Promise<Outcome<Finding>> =>
  decide(desk, wish, 'standing', 'standing');

/** A lead lets everything be that stands on the same card as this one, but what is their own. Answers how much that is. */
export async function letAllStand(desk: Desk, { actor, key }: Deciding): Promise<Outcome<number>> {
  const lead = await mayLead(desk, actor);
  if (!lead.ok) return lead;
  const all = await desk.ledger.watch.findings();
  const ts = all.get(key)?.card?.ts;
  let count = 0;
  for (const [other, { card, state }] of all) {
    if (ts === undefined || card?.ts !== ts || state !== 'open') continue;
    if ((await letStand(desk, { actor, key: other })).ok) count += 1;
  }
  return count > 0 ? done(count) : refuse({ code: 'finding_over' });
}

/** A lead takes back that something may stand: the next look finds it again. */
export async function undoStanding(desk: Desk, { actor, key }: Deciding): Promise<Outcome<Standing>> {
  const { watch } = desk.ledger;
  const lead = await mayLead(desk, actor);
  if (!lead.ok) return lead;
  const standing = (await watch.standing()).get(key);
  if (!standing) return refuse({ code: 'finding_over' });
  const { tasks } = standing;
  await watch.setStanding(key, null, { at: desk.clock.now(), actor, what: 'undone', found: key, tasks });
  return done(standing);
}

/** A lead says that what was held back is right. */
export async function goOnReconciling(desk: Desk, actor: SlackUserId): Promise<Outcome<'on'>> {
  const { watch } = desk.ledger;
  const lead = await mayLead(desk, actor);
  if (!lead.ok) return lead;
  const state = await watch.state();
  if (!state?.stopped) return refuse({ code: 'finding_over' });
  const { stopped: _, ...rest } = state;
  await watch.setState({ ...rest, acts: [] });
  return done('on');
}

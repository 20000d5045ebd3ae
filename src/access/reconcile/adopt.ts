import { approve } from '../approve.ts';
import type { AssetRef } from '../asset.ts';
import { asking, type Desk } from '../desk.ts';
import type { Origin } from '../event.ts';
import type { Grant, Ms, SlackUserId } from '../grant.ts';
import { identify } from '../identify.ts';
import { mayDecide } from '../policy.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { request } from '../request.ts';
import { covers } from '../tasks.ts';
import { levelsWithin } from '../terms.ts';
import { mayJudge } from './decide.ts';
import { foundEvent } from './found.ts';
import { pairKey } from './see.ts';

/** A lead gives access that was found an end; without `level`, the highest that gives no more than is held. */
export type Adoption = {
  actor: SlackUserId;
  user: SlackUserId;
  asset: AssetRef;
  channel: string;
  level?: string | undefined;
  duration?: Ms | undefined;
  origin?: Origin | undefined;
};

/**
 * Makes a grant of what somebody holds, by the rules for any other, with the lead as approver; at its end everything that they hold by assignment
 * is taken away. Only what was found, and only for the person who holds it.
 */
export async function adopt(desk: Desk, wish: Adoption): Promise<Outcome<Grant>> {
  const { actor, user, asset, channel, duration, origin } = wish;
  const { ledger, clock } = desk;
  if (actor === user) return refuse({ code: 'self_approval' });
  const person = await asking(() => identify(desk, user));
  if (!person.ok) return person;
  const principal = person.value.id;
  const key = pairKey(asset, principal);
  const found = await ledger.watch.finding(key);
  if (found?.state !== 'open') return refuse({ code: 'finding_over' });
  const may = await mayJudge(desk, actor, found);
  if (!may.ok) return may;
  const level = await asking(async () => done(wish.level ?? (await fitting(desk, asset, found.tasks))));
  if (!level.ok) return level;
  if (level.value === null)
    return refuse({ code: 'finding_level', levels: Object.keys(desk.business.rules.levels[asset.kind]) });
  const because = 'Held at Meta without a grant; a lead gives it an end.';
  const terms = { level: level.value, duration, because, adopted: true } as const;
  const asked = await request(desk, { requester: user, channel, asset, ticket: 'adopted', ...terms, origin });
  if (!asked.ok) return asked;
  const { id } = asked.value;
  if (asked.value.state === 'pending') {
    const decide = await mayDecide(desk, actor, asked.value);
    if (!decide.ok) return decide;
    // Nothing of it is from before, also where nobody approves it while that is known of the pair.
    const { generation } = await ledger.pair(asset, principal);
    await ledger.noteWrite(asset, principal, { generation, baseline: [], at: clock.now(), lost: found.tasks });
  }
  const given = asked.value.state === 'pending' ? await approve(desk, { actor, id, origin }) : asked;
  if (!given.ok) return given;
  await ledger.watch.change(key, (known) => {
    if (!known || known.state === 'adopted') return null;
    const event = foundEvent('found-adopted', { at: clock.now(), actor, origin }, found, { became: id });
    // What stood of it gets an end too.
    return { finding: { ...known, state: 'adopted', by: actor, grant: id }, standing: null, event };
  });
  return given;
}

/** The level that gives most of what is held, and nothing else; null when none does. */
async function fitting({ business, meta }: Desk, asset: AssetRef, held: readonly string[]): Promise<string | null> {
  const info = await meta.asset(asset);
  const { levels } = business.rules;
  const fit = (info ? levelsWithin(business.rules, info) : []).filter((name) =>
    covers(held, levels[asset.kind][name] ?? []),
  );
  const size = (name: string) => levels[asset.kind][name]?.length ?? 0;
  return fit.sort((a, b) => size(b) - size(a))[0] ?? null;
}

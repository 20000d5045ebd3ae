import type { Desk } from '../access/desk.ts';
import { HALLPASS } from '../access/event.ts';
import type { GrantIn, Ms } from '../access/grant.ts';
import type { Pair } from '../access/ports/ledger.ts';

/** What is over sooner is not worth a word. */
const WORTH: Ms = 20_000;
/** A pause that lasts a little longer than was told is still the one that was told; as `PAUSE_REST` in part/record.lua, after which its word goes. */
const MORE: Ms = 30_000;

/** Writes down that Meta asks to wait, once a pause, so that the card says it; the time does not count against a grant. */
export async function sayWaiting(desk: Desk, { grants }: Pair, wait: Ms): Promise<void> {
  const now = desk.clock.now();
  const until = now + wait;
  for (const grant of grants) {
    if (grant.state === 'active' || wait < WORTH || (grant.paused && until < grant.paused.until + MORE)) continue;
    // Whoever changed it meanwhile says something newer.
    await desk.ledger.commit(told(grant, { at: now, until }), {
      kind: 'waiting',
      at: now,
      actor: HALLPASS,
      detail: { until },
    });
  }
}

function told(grant: GrantIn<'granting' | 'ending'>, paused: { at: Ms; until: Ms }): GrantIn<'granting' | 'ending'> {
  const next = { ...grant, version: grant.version + 1, paused };
  const from = Math.max(paused.at, grant.paused?.until ?? 0);
  return next.state === 'granting' ? { ...next, giveUpAt: next.giveUpAt + paused.until - from } : next;
}

import type { Desk } from '../access/desk.ts';
import { HALLPASS } from '../access/event.ts';
import type { GrantIn, Ms, Pause } from '../access/grant.ts';
import type { Pair } from '../access/ports/ledger.ts';
import { isPaused, type MetaError } from '../access/ports/meta.ts';

/** What is over sooner is not worth a word. */
const WORTH: Ms = 20_000;
/** A pause that lasts a little longer than was told is still the one that was told; as `PAUSE_REST` in part/record.lua, after which its word goes. */
const MORE: Ms = 30_000;

/** Writes down that Meta asks to wait, or refuses the business' token, once a pause, so that the card says it. */
export async function sayWaiting(desk: Desk, { grants }: Pair, error: MetaError): Promise<void> {
  const now = desk.clock.now();
  const { retryAfter: wait = 0 } = error;
  const pause: Pause | null = isPaused(error)
    ? { at: now, why: 'token' }
    : error.kind === 'throttled' && wait >= WORTH
      ? { at: now, until: now + wait }
      : null;
  if (!pause) return;
  for (const grant of grants) {
    if (grant.state === 'active' || isSaid(grant.paused, pause)) continue;
    // Whoever changed it meanwhile says something newer.
    await desk.ledger.commit(told(grant, pause), {
      kind: 'waiting',
      at: now,
      actor: HALLPASS,
      detail: 'until' in pause ? { until: pause.until } : { why: pause.why },
    });
  }
}

function isSaid(said: Pause | undefined, pause: Pause): boolean {
  if (!said) return false;
  if ('why' in pause) return 'why' in said;
  return 'until' in said && pause.until < said.until + MORE;
}

/** The time of a limit does not count against a grant. Nobody knows when a token comes, so a grant that waits for one is given up as ever. */
function told(grant: GrantIn<'granting' | 'ending'>, paused: Pause): GrantIn<'granting' | 'ending'> {
  const next = { ...grant, version: grant.version + 1, paused };
  if (next.state !== 'granting' || !('until' in paused)) return next;
  const before = grant.paused && 'until' in grant.paused ? grant.paused.until : 0;
  return { ...next, giveUpAt: next.giveUpAt + paused.until - Math.max(paused.at, before) };
}

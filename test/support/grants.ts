import type { NewEvent } from '../../src/access/event.ts';
import type { Grant, GrantIn, State } from '../../src/access/grant.ts';
import type { Clock } from '../../src/access/ports/clock.ts';
import type { Draft } from '../../src/access/ports/ledger.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** A fixed start of time for tests. */
export const START = Date.UTC(2026, 2, 2, 9);

/** A clock that stands until it is moved. */
export function handClock(start = START): Clock & { move(by: number): number } {
  let now = start;
  return {
    now: () => now,
    move: (by) => {
      now += by;
      return now;
    },
  };
}

/** A request of Ana's for Acme Shoes, with whatever differs. */
export const draft = (changes: Partial<Draft> = {}): Draft => ({
  state: 'pending',
  asset: { kind: 'page', id: '123' },
  assetName: 'Acme Shoes',
  ownership: 'client',
  principal: '900000000000001',
  requester: 'U0ANA',
  ticket: '456',
  level: 'analyst',
  tasks: ['ANALYZE'],
  duration: HOUR,
  channel: 'C0SUPPORT',
  requestedAt: START,
  lapsesAt: START + 8 * HOUR,
  ...changes,
});

export const event = (kind: NewEvent['kind'], at = START, actor = 'U0LEA'): NewEvent => ({ kind, at, actor });

const approved = { approvedBy: 'U0LEA', approvedAt: START };
const end = { endsAt: START + HOUR, endReason: 'expired' } as const;

const facts: { [S in State]: Extract<Grant, { state: S }> extends infer G ? Partial<G> & { state: S } : never } = {
  pending: { state: 'pending', lapsesAt: START + 8 * HOUR },
  denied: { state: 'denied', deniedBy: 'U0LEA', deniedAt: START, denial: 'wrong customer' },
  cancelled: { state: 'cancelled', cancelledBy: 'U0ANA', cancelledAt: START },
  lapsed: { state: 'lapsed', lapsedAt: START + 8 * HOUR },
  granting: { state: 'granting', ...approved, giveUpAt: START + 15 * MINUTE },
  failed: {
    state: 'failed',
    ...approved,
    failedAt: START,
    failure: { kind: 'blocked', message: 'No.', traceId: 'Abc' },
  },
  active: {
    state: 'active',
    ...approved,
    activeAt: START,
    expiresAt: START + HOUR,
    remindAt: START + 50 * MINUTE,
  },
  ending: { state: 'ending', ...approved, activeAt: START, ...end, nagAt: START + HOUR + MINUTE },
  ended: { state: 'ended', ...approved, activeAt: START, ...end, provedAt: START + HOUR + 2_000 },
};

/** The next version of a grant in another state, with plausible facts of that state unless others are given. */
export function next<S extends State>(grant: Grant, state: S, changes: Partial<GrantIn<S>> = {}): GrantIn<S> {
  const { id, version, asset, assetName, ownership, principal, requester, ticket, level, tasks } = grant;
  const base = { id, version: version + 1, asset, assetName, ownership, principal, requester, ticket, level, tasks };
  const { duration, channel, requestedAt } = grant;
  const rest = grant.because === undefined ? {} : { because: grant.because };
  const card = grant.card === undefined ? {} : { card: grant.card, cardVersion: grant.cardVersion ?? 0 };
  return {
    ...base,
    duration,
    channel,
    requestedAt,
    ...rest,
    ...card,
    ...facts[state],
    ...changes,
  } as unknown as GrantIn<S>;
}

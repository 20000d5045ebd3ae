import type { Grant, GrantBase, State } from '../../src/access/grant.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const MINUTE = 60_000;

/** A request of the demo's people, with whatever a test wants to be different. */
export const base = (changes: Partial<GrantBase> = {}): GrantBase => ({
  id: 'EU-12',
  version: 3,
  asset: { kind: 'page', id: '123' },
  assetName: 'Acme Shoes',
  ownership: 'client',
  principal: '900000000000002',
  requester: 'U0BEN',
  ticket: '456',
  level: 'analyst',
  tasks: ['ANALYZE'],
  duration: 90 * MINUTE,
  because: 'ads stopped',
  channel: 'C0SUPPORT',
  requestedAt: NOON,
  ...changes,
});

const approved = { approvedBy: 'U0LEA', approvedAt: NOON + MINUTE };
const active = { ...approved, activeAt: NOON + MINUTE, expiresAt: NOON + 91 * MINUTE, remindAt: NOON + 81 * MINUTE };
const ends = { ...approved, activeAt: NOON + MINUTE, endsAt: NOON + 91 * MINUTE };

/** One grant in each state, and in the shades of a state that people see differently. */
export function grants(
  changes: Partial<GrantBase> = {},
): Record<State | 'asked' | 'late' | 'never' | 'over' | 'part', Grant> {
  const all = base(changes);
  return {
    pending: { ...all, state: 'pending', lapsesAt: NOON + 480 * MINUTE },
    denied: { ...all, state: 'denied', deniedBy: 'U0LEA', deniedAt: NOON + MINUTE, denial: 'wrong customer' },
    cancelled: { ...all, state: 'cancelled', cancelledBy: 'U0BEN', cancelledAt: NOON + MINUTE },
    lapsed: { ...all, state: 'lapsed', lapsedAt: NOON + 480 * MINUTE },
    granting: { ...all, state: 'granting', ...approved, giveUpAt: NOON + 30 * MINUTE },
    failed: {
      ...all,
      state: 'failed',
      ...approved,
      failedAt: NOON + 2 * MINUTE,
      failure: { kind: 'forbidden', message: 'Permissions error', traceId: 'Atrace1' },
    },
    active: { ...all, state: 'active', ...active },
    asked: {
      ...all,
      state: 'active',
      ...active,
      asked: { by: 'U0BEN', duration: 30 * MINUTE, at: NOON + 80 * MINUTE },
    },
    ending: { ...all, state: 'ending', ...ends, endReason: 'expired', nagAt: ends.endsAt + MINUTE },
    late: { ...all, state: 'ending', ...ends, endReason: 'revoked', endedBy: 'U0LOU', nagAt: ends.endsAt + 4 * MINUTE },
    ended: { ...all, state: 'ended', ...ends, endReason: 'expired', provedAt: ends.endsAt + 1400 },
    over: {
      ...all,
      state: 'ended',
      ...ends,
      endReason: 'released',
      endedBy: 'U0BEN',
      provedAt: ends.endsAt + 20,
      kept: { tasks: all.tasks, through: ['EU-13', 'EU-14'] },
    },
    part: {
      ...all,
      tasks: [...all.tasks, 'ADVERTISE'],
      state: 'ended',
      ...ends,
      endReason: 'expired',
      provedAt: ends.endsAt + 1400,
      kept: { tasks: all.tasks, through: ['before'] },
    },
    never: {
      ...all,
      state: 'ended',
      ...approved,
      endsAt: NOON + 30 * MINUTE,
      endReason: 'policy',
      provedAt: NOON + 30 * MINUTE + 1400,
    },
  };
}

/** Words that must stay text wherever they are shown. */
export const HOSTILE = '<!channel> *bold* _it_ `code` ~no~ <https://evil.example|click> & > <@U0LEA>\n\u202Eline';
/** Requests with the most that can be in them. */
export const LONGEST: Partial<GrantBase> = {
  assetName: '&'.repeat(500),
  ticket: 'A'.repeat(50),
  level: 'l'.repeat(30),
  tasks: Array.from({ length: 30 }, (_, i) => `PROFILE_PLUS_SOMETHING_LONG_${i}`),
  because: '<*&'.repeat(660),
  asset: { kind: 'adaccount', id: '9'.repeat(30) },
};

export { NOON };

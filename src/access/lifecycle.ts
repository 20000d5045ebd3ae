import type { State } from './grant.ts';

/** The whole lifecycle. A pair that is not here cannot be committed. There is no failed end: `ending` goes on until it is proved. */
export const lifecycle = {
  pending: ['pending', 'denied', 'cancelled', 'lapsed', 'granting'],
  denied: [],
  cancelled: [],
  lapsed: [],
  granting: ['granting', 'active', 'failed', 'ending'],
  active: ['active', 'ending'],
  failed: [],
  ending: ['ending', 'ended'],
  ended: ['ended'],
} as const satisfies Record<State, readonly State[]>;

/** `pending → pending` is a customer who was asked or agreed to less, `ended → ended` is a customer's asset that was left, `active → active` an extension or a reminder, `ending → ending` an alarm that it is late; Meta's asking to wait, and the end of that, leave the state as it is. */
export const mayBecome = (from: State, to: State): boolean => (lifecycle[from] as readonly State[]).includes(to);

/** States from which no other follows any more. */
export const isFinal = (state: State): boolean =>
  (lifecycle[state] as readonly State[]).every((next) => next === state);

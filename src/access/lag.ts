import type { Ms } from './grant.ts';
import type { Clock } from './ports/clock.ts';

/** A read this soon after one of our writes may show the state before it: no bound is published for Meta's lag. */
const LAG: Ms = 60_000;

/** For so long a write that was sent, or that a worker was about to send, may still arrive: longer than any call to Meta may take. */
export const CALL_LIFE: Ms = 9_000;

/** Whether reads may still be older than this write; null: there was none. */
export const mayLag = (clock: Clock, writtenAt: Ms | null): writtenAt is Ms =>
  writtenAt !== null && clock.now() - writtenAt < LAG;

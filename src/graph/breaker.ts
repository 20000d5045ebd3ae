import { BrokenCircuitError, CircuitState, circuitBreaker, handleWhen, type IBreaker } from 'cockatiel';
import type { Ms } from '../access/grant.ts';
import { MetaError } from '../access/ports/meta.ts';
import type { Priority } from './call.ts';
import type { Log } from './client.ts';
import * as words from './error-words.ts';
import { createWithheld } from './withheld.ts';

/** Real time throughout, as the network's is. */
export type BreakerOptions = { failures?: number; over?: Ms; rest?: Ms; stale?: Ms };

/** How much later than a removal that waits the others may go to see. */
const BEHIND: Ms = 1_000;
const SOON: Ms = 500;
/** Every call of the token waits alike. */
const ALL = 'all';

/** What passes, but says nothing of Meta as a whole: it never left, or Meta answered it for itself. */
const OF_THE_CALL: readonly string[] = [words.queued, words.passing, words.tooManyWrites];

/** Meta does not answer, or not as it should; a limit or a refusal is an answer. */
const isOutage = (error: unknown): boolean =>
  error instanceof MetaError &&
  error.kind === 'transient' &&
  !OF_THE_CALL.some((text) => error.message.startsWith(text));

/** Opens after so many failures in a row that go on for so long: one lost batch of fifty calls is no outage. */
function patient(failures: number, over: Ms): IBreaker {
  let row: { count: number; since: Ms } | undefined;
  return {
    state: undefined,
    success: () => {
      row = undefined;
    },
    failure: () => {
      row = { count: (row?.count ?? 0) + 1, since: row?.since ?? performance.now() };
      return row.count >= failures && performance.now() - row.since >= over;
    },
  };
}

/** `open`: whether calls fail at once now; who has not called for long does not know, and says no. */
export type Breaker = { guarded<T>(lane: Priority, work: () => Promise<T>): Promise<T>; open(): boolean };

/** While Meta is away, calls fail at once instead of at their deadline; then one goes to see, a removal if one waits. */
export function createBreaker(
  log: Log,
  { failures = 10, over = 10_000, rest = 5_000, stale = 120_000 }: BreakerOptions = {},
): Breaker {
  const breaker = patient(failures, over);
  const policy = circuitBreaker(handleWhen(isOutage), { halfOpenAfter: rest, breaker });
  const withheld = createWithheld(log);
  let openedAt = 0;
  let calledAt = 0;
  let removalWaits = false;
  policy.onBreak(() => {
    openedAt = Date.now();
    withheld.begin(ALL, { retryAfter: rest }, 'Meta is away, calls wait');
  });
  policy.onReset(() => {
    removalWaits = false;
    withheld.end(ALL, {}, 'Meta answers again');
  });

  function away(retryAfter: Ms): MetaError {
    withheld.count(ALL);
    return new MetaError('transient', words.away, { retryAfter, withheld: true });
  }

  return {
    open: () => policy.state !== CircuitState.Closed && performance.now() - calledAt < stale,
    async guarded(lane, work) {
      calledAt = performance.now();
      if (policy.state === CircuitState.HalfOpen) throw away(SOON);
      if (policy.state === CircuitState.Open) {
        const left = openedAt + rest - Date.now() + (lane !== 'removal' && removalWaits ? BEHIND : 0);
        if (left > 0) {
          removalWaits ||= lane === 'removal';
          throw away(left);
        }
      }
      try {
        return await policy.execute(work);
      } catch (error) {
        if (error instanceof BrokenCircuitError) throw away(rest);
        if (!isOutage(error)) breaker.success(policy.state);
        throw error;
      }
    },
  };
}

import type { Ms } from '../access/grant.ts';
import type { SharedBudget, Standing } from '../access/ports/budget.ts';
import type { Clock } from '../access/ports/clock.ts';
import type { Bucket } from './buckets.ts';

/** How old what other instances found out may be; real time. */
const FRESH: Ms = 1_000;
/** A reading that changes nothing for anybody is told to the others no more often than this. */
const RETELL: Ms = 5_000;
/** A reading is told from here on: below, everything may go. */
const WORTH_TELLING = 60;

export const OPEN: Standing = { until: 0, why: 'throttled', strikes: 0, percent: 0, at: 0 };

/** The newer of two tells more, but a pause that was not over by then goes on. */
function merged(one: Standing, other: Standing): Standing {
  const [older, latest] = one.at <= other.at ? [one, other] : [other, one];
  const newer = (older.even ?? 0) > (latest.even ?? 0) ? { ...latest, even: older.even } : latest;
  if (older.until <= newer.at || older.until <= newer.until) return newer;
  return { ...newer, until: older.until, why: older.why, strikes: Math.max(older.strikes, newer.strikes) };
}

/**
 * What this instance knows of each bucket: what it saw, and what others told at most a second ago. Never waits for the shared
 * store, and goes by itself while that is away.
 */
export function createStandings({ clock, shared }: { clock: Clock; shared?: SharedBudget | undefined }) {
  const known = new Map<Bucket, Standing>();
  const told = new Map<Bucket, Ms>();
  let pulled = Number.NEGATIVE_INFINITY;
  let pulling = false;

  async function pull(): Promise<void> {
    if (!shared || pulling || performance.now() - pulled < FRESH) return;
    pulling = true;
    pulled = performance.now();
    try {
      for (const [bucket, standing] of await shared.pull()) keep(bucket, merged(of(bucket), standing));
    } catch {
      // The shared store is away: what was seen here is what there is.
    } finally {
      pulling = false;
    }
  }

  const of = (bucket: Bucket): Standing => known.get(bucket) ?? OPEN;

  function keep(bucket: Bucket, standing: Standing): void {
    // What the others were told of is kept, so that older news of theirs does not count again.
    if (standing.until === 0 && standing.percent === 0 && !standing.even && !told.has(bucket)) known.delete(bucket);
    else known.set(bucket, standing);
  }

  const timer = shared && setInterval(() => void pull(), FRESH);
  timer?.unref();
  void pull();

  return {
    of,
    look: () => void pull(),
    all: () => [...known],
    /** Changes a standing; `quietly` when others need not hear of it at once. */
    set(bucket: Bucket, standing: Standing, quietly = false): void {
      const was = of(bucket);
      keep(bucket, standing);
      if (!shared) return;
      if (quietly) {
        if (Math.max(standing.percent, was.percent) < WORTH_TELLING) return;
        if (clock.now() - (told.get(bucket) ?? 0) < RETELL) return;
      }
      told.set(bucket, clock.now());
      void shared.push(bucket, standing).catch(() => {});
    },
    /** Whether this instance may try if a bucket is open again; without the shared store every one may. */
    claim: (bucket: Bucket, until: Ms): true | Promise<boolean> =>
      shared ? shared.claim(bucket, until).catch(() => true) : true,
    close: () => clearInterval(timer),
  };
}

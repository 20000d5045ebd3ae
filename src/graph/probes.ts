import type { Ms } from '../access/grant.ts';
import type { Clock } from '../access/ports/clock.ts';
import type { Bucket } from './buckets.ts';
import type { Call, Priority } from './call.ts';

/** A call that was to find out and is not back after so long is given up. */
const PROBE: Ms = 10_000;
/** Who asks while somebody else finds out comes back so soon. */
const SOON: Ms = 500;
/** What is less urgent goes on once no removal came for so long. */
const QUIET: Ms = 1_500;
/** However many removals there are, the others wait no longer than this for them. */
const HELD: Ms = 300_000;

type Claim = { until: Ms; answer: 'asking' | 'mine' | 'others'; at: Ms };
type Probe = { call: Call<unknown>; at: Ms };
type Asking = { call: Call<unknown>; lane: Priority; until: Ms };

/** How a shut bucket opens again: nothing, then one call of one instance, then the removals that waited, then the rest. */
export function createProbes({
  clock,
  claim,
}: {
  clock: Clock;
  claim: (bucket: Bucket, until: Ms) => true | Promise<boolean>;
}) {
  const claims = new Map<Bucket, Claim>();
  const probes = new Map<Bucket, Probe>();
  /** Until when removals are expected back, and since when the bucket counts as open. */
  const removals = new Map<Bucket, { due: Ms; until: Ms }>();

  function ask(bucket: Bucket, until: Ms): Claim {
    const now = clock.now();
    const before = claims.get(bucket);
    if (before?.until === until && now - before.at < PROBE) return before;
    const asked = claim(bucket, until);
    const made: Claim = { until, answer: asked === true ? 'mine' : 'asking', at: now };
    claims.set(bucket, made);
    if (asked !== true) void asked.then((mine) => (made.answer = mine ? 'mine' : 'others'));
    return made;
  }

  function closed(bucket: Bucket, { call, until }: Asking): Ms {
    const now = clock.now();
    if (until === 0) return 0;
    if (now < until) return until - now;
    const flying = probes.get(bucket);
    if (flying && flying.call !== call && now - flying.at < PROBE) return SOON;
    return ask(bucket, until).answer === 'mine' ? 0 : SOON / 2;
  }

  function behind(bucket: Bucket, { lane, until }: Asking): Ms {
    const held = removals.get(bucket);
    if (!held || lane === 'removal') return 0;
    const now = clock.now();
    const free = Math.min(held.due + QUIET, Math.max(held.until, until) + HELD);
    if (now < free) return free - now;
    removals.delete(bucket);
    return 0;
  }

  return {
    /** How long this call should stay away; 0: it may leave. */
    waitFor(bucket: Bucket, asking: Asking): Ms {
      const wait = Math.max(closed(bucket, asking), behind(bucket, asking));
      if (wait > 0 && asking.lane === 'removal') {
        const due = Math.max(clock.now() + wait, removals.get(bucket)?.due ?? 0);
        removals.set(bucket, { due, until: Math.max(asking.until, removals.get(bucket)?.until ?? 0) });
      }
      return wait;
    },
    /** The call leaves; while the bucket counts as shut, it is the one that finds out. */
    left(bucket: Bucket, call: Call<unknown>, lane: Priority, until: Ms): void {
      if (until > 0) probes.set(bucket, { call, at: clock.now() });
      const held = removals.get(bucket);
      if (held && lane === 'removal') held.due = Math.max(held.due, clock.now());
    },
    /** A removal that Meta itself refused comes back then. */
    expect(bucket: Bucket, due: Ms): void {
      removals.set(bucket, { due: Math.max(due, removals.get(bucket)?.due ?? 0), until: due });
    },
    /** True when this call was the one that finds out. */
    back(bucket: Bucket, call: Call<unknown>): boolean {
      if (probes.get(bucket)?.call !== call) return false;
      probes.delete(bucket);
      claims.delete(bucket);
      return true;
    },
  };
}

import type { Ms } from '../access/grant.ts';
import type { SharedBudget, Standing } from '../access/ports/budget.ts';
import type { Clock } from '../access/ports/clock.ts';
import type { LiveToken } from '../access/ports/token.ts';
import type { Failure } from './answer.ts';
import { APP, type Bucket, bucketsOf, isOfObject, readOf, spokenOf } from './buckets.ts';
import { type Call, type Priority, WITHHELD } from './call.ts';
import type { Learnt, Log } from './client.ts';
import * as words from './error-words.ts';
import { createProbes } from './probes.ts';
import { createStandings, OPEN } from './standings.ts';
import { type Reading, readUsage, waitOf } from './usage.ts';
import { usageOf } from './used.ts';
import { createWithheld } from './withheld.ts';

/** From how much use on a lane waits, in percent: a reserve is kept for what is more urgent. A preflight keeps its own little one. */
const GATE: Record<Priority, number> = { removal: Number.POSITIVE_INFINITY, read: 90, grant: 85, scan: 75 };
/** After so long without news, a high reading keeps calls away no more: one goes to see. */
const OLD_NEWS: Ms = 180_000;
const NEXT_LOOK: Ms = 60_000;
/** Waits where Meta names none; they double, since calls that come too early make the wait longer. */
const MINUTE: Ms = 60_000;
const UNTOLD = { throttled: [2 * MINUTE, 30 * MINUTE], blocked: [60 * MINUTE, 240 * MINUTE] } as const;
const INVITATIONS: Ms = 24 * 60 * MINUTE;
/** Meta minds how unevenly calls come: a short wait, and then they are spread out for a while. */
const UNEVEN = { subcode: 1996, wait: MINUTE / 2, spread: 10 * MINUTE } as const;

type Options = {
  clock: Clock;
  business: string;
  token: LiveToken;
  log: Log;
  shared?: SharedBudget | undefined;
};

/**
 * Keeps to Meta's limits. Every bucket that a call is taken from must be open; a bucket that Meta shut gets no call at all until
 * its time is over, then one, and everything else only once that one went well: removals first.
 */
export function createBudget({ clock, log, shared, business, token }: Options) {
  const owner = {
    business,
    get token() {
      return token.current();
    },
  };
  const standings = createStandings({ clock, shared });
  const probes = createProbes({ clock, claim: standings.claim });
  const looked = new Map<Bucket, Ms>();
  const withheld = createWithheld(log);

  function admit(call: Call<unknown>): Failure | undefined {
    standings.look();
    const lane = call.priority ?? 'read';
    const buckets = bucketsOf(call, owner);
    for (const bucket of buckets) {
      const refusal = shut(bucket, call, lane) ?? full(bucket, lane);
      if (refusal) return refusal;
    }
    for (const bucket of buckets) probes.left(bucket, call, lane, standings.of(bucket).until);
    return undefined;
  }

  function shut(bucket: Bucket, call: Call<unknown>, lane: Priority): Failure | undefined {
    const { until, why } = standings.of(bucket);
    const wait = probes.waitFor(bucket, { call, lane, until });
    if (wait === 0) {
      if (until === 0) withheld.end(bucket, { bucket }, 'Meta takes calls of this bucket again');
      return undefined;
    }
    // Another instance may have seen how the pause began.
    if (until > 0) withheld.begin(bucket, { bucket, kind: why, retryAfter: wait }, SAID[why]);
    withheld.count(bucket);
    return refusal(why, wait);
  }

  function full(bucket: Bucket, lane: Priority): Failure | undefined {
    const { percent, at, until } = standings.of(bucket);
    const now = clock.now();
    const what = `${bucket} ${lane}`;
    if (percent < GATE[lane]) withheld.end(what, { bucket, lane, percent }, 'there is room in this bucket again');
    // Who goes to see whether a pause is over goes in spite of what was read before it.
    if (percent < GATE[lane] || (until > 0 && until <= now)) return undefined;
    const next = Math.max(at + OLD_NEWS, (looked.get(bucket) ?? 0) + NEXT_LOOK);
    if (now < next) {
      withheld.begin(what, { bucket, lane, percent }, 'this bucket is kept for what is more urgent');
      withheld.count(what);
      return refusal('throttled', next - now);
    }
    looked.set(bucket, now);
    return undefined;
  }

  function learn(call: Call<unknown>, { headers, failure }: Learnt): void {
    const now = clock.now();
    const buckets = bucketsOf(call, owner);
    const refused = failure?.kind === 'throttled' || failure?.kind === 'blocked' ? failure : undefined;
    const spoken = refused && spokenOf(refused, call, owner);
    const read = new Set<Bucket>();
    const bucketFor = (reading: Reading): Bucket => {
      // What an application may use and what its user may use come in the same header.
      const about = readOf(reading, call, owner);
      return about === APP && refused?.code === 17 && spoken ? spoken : about;
    };
    for (const reading of readUsage(headers ?? {})) {
      const bucket = bucketFor(reading);
      read.add(bucket);
      if (reading.regain > 0 && (spoken ? bucket !== spoken : !buckets.includes(bucket))) {
        pause(bucket, { kind: 'throttled', wait: reading.regain });
      }
      standings.set(bucket, { ...standings.of(bucket), percent: reading.percent, at: now }, true);
    }
    if (spoken) {
      // One answer may tell of many allowances; the wait of another one is not this one's.
      const own = waitOf(headers ?? {}, (reading) => bucketFor(reading) === spoken);
      pause(spoken, { ...refused, wait: own ?? waitOf(headers ?? {}, (reading) => isOfObject(reading, spoken)) });
    }
    if (spoken && call.priority === 'removal') probes.expect(spoken, standings.of(spoken).until);
    const answered = headers !== undefined && failure?.kind !== 'transient';
    for (const bucket of buckets) {
      const standing = standings.of(bucket);
      const probed = probes.back(bucket, call);
      if (!answered || bucket === spoken) continue;
      const percent = read.has(bucket) ? standing.percent : 0;
      if (probed && standing.until <= now) standings.set(bucket, { ...OPEN, percent, at: now, even: standing.even });
      // Meta tells nothing of an allowance that is hardly used.
      const old = standing.percent > 0 && now - standing.at >= OLD_NEWS;
      if (old && !read.has(bucket)) standings.set(bucket, { ...standings.of(bucket), percent: 0, at: now });
    }
  }

  function pause(bucket: Bucket, failure: Pick<Failure, 'kind' | 'wait' | 'code' | 'subcode'>): void {
    const now = clock.now();
    const before = standings.of(bucket);
    const why = failure.kind === 'blocked' ? 'blocked' : 'throttled';
    // What was under way when Meta shut the bucket comes back refused too: that is one refusal, not many.
    const strikes = before.until > now ? before.strikes : before.strikes + 1;
    const wait = (why === 'throttled' ? failure.wait : undefined) ?? untold(bucket, why, strikes, failure.subcode);
    const until = Math.max(before.until, now + wait);
    const news = before.until <= now;
    const even = failure.subcode === UNEVEN.subcode ? until + UNEVEN.spread : before.even;
    standings.set(bucket, { ...before, until, why, strikes, at: now, even }, !news && until - before.until < 1_000);
    if (!news) return;
    withheld.end(bucket, { bucket }, 'Meta asks again to wait');
    withheld.begin(bucket, { bucket, kind: why, code: failure.code, retryAfter: until - now }, SAID[why]);
  }

  return {
    admit,
    learn,
    /** How long every bucket of a call stays shut; undefined when none is. */
    waitFor(call: Call<unknown>): Ms | undefined {
      const until = Math.max(...bucketsOf(call, owner).map((bucket) => standings.of(bucket).until));
      return until > clock.now() ? until - clock.now() : undefined;
    },
    /** The bucket of the call whose calls are to be spread out now. */
    spread(call: Call<unknown>): Bucket | undefined {
      const now = clock.now();
      return bucketsOf(call, owner).find((bucket) => {
        const { until, even = 0 } = standings.of(bucket);
        return until <= now && now < even;
      });
    },
    usage: () => usageOf(standings.all(), clock.now()),
    close: () => standings.close(),
  };
}

const SAID = {
  throttled: 'Meta asks to wait, nothing of this bucket is sent until then',
  blocked: "Meta blocks the token's user, an operator should look",
} as const;

function untold(bucket: Bucket, why: Standing['why'], strikes: number, subcode: number | undefined): Ms {
  if (bucket.startsWith('invitations:')) return INVITATIONS;
  const [first, longest] = UNTOLD[why];
  return Math.min((subcode === UNEVEN.subcode ? UNEVEN.wait : first) * 2 ** Math.min(strikes - 1, 10), longest);
}

const refusal = (why: Standing['why'], wait: Ms): Failure => ({
  kind: why,
  words: why === 'blocked' ? words.blocked : words.busy,
  unclear: false,
  wait: Math.ceil(wait),
  cause: WITHHELD,
});

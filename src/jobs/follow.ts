import type { Ms } from '../access/grant.ts';
import type { Log } from '../access/log.ts';
import type { Feed } from '../access/ports/archive.ts';
import type { Ledger } from '../access/ports/ledger.ts';
import type { Following, Sink } from '../access/ports/sink.ts';
import { type Loop, startLoop } from '../loop.ts';

const LEASE: Ms = 30_000;
const EVERY: Ms = 500;
const ASIDE: Ms = 2_000;
const LONGEST: Ms = 60_000;

type Deps = {
  sink: Sink;
  following: Following;
  feed: Pick<Feed, 'marker'>;
  lease: Ledger['lease'];
  log: Log;
  /** Real time; for tests that don't wait. */
  again?: (failures: number) => Ms;
};

/**
 * Brings the archive of one business to a sink, in one process at a time: only what is on the disk, in its order. A sink that does not
 * take it holds up nothing else; it is tried again for ever, and told once.
 */
export function startFollowing({ sink, following, feed, lease: take, log, again = backoff }: Deps): Loop {
  let failures = 0;
  let since: number | null = null;

  return startLoop(`archive ${sink.name}`, log, async () => {
    const lease = await take(`archive-${sink.name}`, LEASE);
    if (!lease) return ASIDE;
    try {
      const upTo = (await feed.marker())?.seq ?? 0;
      const waiting = upTo - (await following.sent());
      if (waiting <= 0) return EVERY;
      since ??= performance.now();
      if (waiting < sink.most && performance.now() - since < sink.patience) return EVERY;
      const piece = await following.next(upTo, sink.most);
      if (!piece || !lease.held()) return EVERY;
      await sink.send(piece);
      await following.done(piece);
      if (failures > 0) log.info({ sink: sink.name }, 'the archive reaches its sink again');
      [failures, since] = [0, null];
      return 0;
    } catch (error) {
      failures += 1;
      const reason = error instanceof Error ? error.message : String(error);
      if (failures === 1)
        log.error({ sink: sink.name, reason }, 'the archive does not reach its sink, it is tried again');
      return again(failures);
    } finally {
      await lease.release().catch(() => {});
    }
  });
}

const backoff = (failures: number): Ms => Math.min(LONGEST, 500 * 2 ** Math.min(failures, 7));

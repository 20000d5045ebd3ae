import type { Ms } from '../access/grant.ts';
import type { Log } from '../access/log.ts';
import type { Feed } from '../access/ports/archive.ts';
import type { Clock } from '../access/ports/clock.ts';
import type { Forgetting } from '../access/ports/forgetting.ts';
import type { Ledger } from '../access/ports/ledger.ts';
import { type Loop, startLoop } from '../loop.ts';

const LEASE: Ms = 10_000;
/** So many events a step, with a rest between the steps: nobody waits for them. */
const BATCH = 100;
const REST: Ms = 20;
const EVERY: Ms = 60_000;

type Deps = {
  retention: Ms;
  lease: Ledger['lease'];
  feed: Pick<Feed, 'marker'>;
  forgetting: Forgetting;
  clock: Clock;
  log: Log;
};

/** Forgets what is over for longer than `retention`, once it is on the archive's disk; what is not over stays, with all its events. */
export function startRetention({ retention, lease: take, feed, forgetting, clock, log }: Deps): Loop {
  let behind = '0-0';

  return startLoop('retention', log, async () => {
    const marker = await feed.marker();
    const lease = marker && (await take('retention', LEASE));
    if (!lease) return EVERY;
    try {
      const before = Math.min(clock.now() - retention, Number(marker.event.split('-')[0]));
      const { next, forgotten } = await forgetting.forget(behind, before, BATCH);
      if (forgotten > 0) log.debug({ forgotten }, 'what is archived and old was forgotten');
      behind = next ?? '0-0';
      return next === null ? EVERY : REST;
    } finally {
      await lease.release();
    }
  });
}

import { type Gap, gapBetween, gapRemedy, gapWords } from '../access/archive-gap.ts';
import type { Ms } from '../access/grant.ts';
import type { Log } from '../access/log.ts';
import type { Archive, Feed } from '../access/ports/archive.ts';
import type { Clock } from '../access/ports/clock.ts';
import type { Lease, Ledger } from '../access/ports/ledger.ts';
import { type Loop, startLoop } from '../loop.ts';

const LEASE: Ms = 10_000;
/** How long after the last look new events are looked for. */
const EVERY: Ms = 250;
/** Another instance writes, or nothing may be written: how long until the next look. */
const ASIDE: Ms = 1_000;
/** They do not fit together: how long until the archive's end is read again. */
const APART: Ms = 5_000;
const BATCH = 200;

type Deps = {
  business: string;
  ledger: Pick<Ledger, 'lease' | 'replicated'>;
  archive: { feed: Feed; open(durable: number): Promise<Archive> };
  clock: Clock;
  log: Log;
};

/** What the archiver of this process found to be wrong, when it writes. */
export type Archiver = Loop & { gap(): Gap | null };

/**
 * Writes events into the archive, in one process at a time. The archive itself says how far it is, so each event is in it once, whatever
 * crashes when. Where archive and Redis don't fit together nothing is written, since that would hide what was lost; and nothing that no
 * replica of Redis knows, since a failover would forget it, and the archive would then not fit.
 */
export function startArchiver({ business, ledger, archive: { feed, open }, clock, log }: Deps): Archiver {
  let lease: Lease | null = null;
  let archive: Archive | null = null;
  let gap: Gap | null = null;

  async function leave(): Promise<void> {
    const was = archive;
    archive = null;
    await was?.close();
  }

  async function turn(): Promise<Ms> {
    if (!lease?.held()) {
      await leave();
      lease = await ledger.lease('archive', LEASE);
      if (!lease) {
        gap = null;
        return ASIDE;
      }
    }
    const { held } = lease;
    archive ??= await open((await feed.marker())?.seq ?? 0);
    const { tail, append } = archive;
    const found = await gapBetween(feed, tail);
    if (found && !gap) log.error({ ...found }, `${gapWords(business, found)} ${gapRemedy[found.lost]}`);
    gap = found;
    if (gap) {
      // Another one may have written meanwhile, whose lease a failover forgot.
      await leave();
      return APART;
    }
    const entries = await feed.after(tail().event, BATCH);
    if (entries.length > 0 && !(await ledger.replicated())) return ASIDE;
    // A failover may have forgotten the lease, and another one have it.
    if (entries.length > 0 && !(await lease.confirmed())) return 0;
    if (entries.length > 0 && !(await append(entries, clock.now(), held))) return 0;
    await feed.mark(tail());
    return entries.length === BATCH ? 0 : EVERY;
  }

  const loop = startLoop('archive', log, async () => {
    try {
      return await turn();
    } catch (error) {
      // What is on the disk is read anew before anything more is written.
      await leave().catch(() => {});
      throw error;
    }
  });
  return {
    gap: () => gap,
    async stop() {
      await loop.stop();
      await leave();
      await lease?.release().catch(() => {});
    },
  };
}

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { AuditEvent } from '../access/event.ts';
import { inTime } from './in-time.ts';
import { type MoreMetrics, moreMetrics } from './more-metrics.ts';

/** How long a scrape waits for the queues; ms. */
const PATIENCE = 2_000;

/** What `/metrics` tells; one per process. */
export type Metrics = MoreMetrics & {
  registry: Registry;
  /** Counts a committed event as it passes the relay, and measures end → proved gone. */
  saw(business: string, event: AuditEvent): void;
  /** Asks a business' queues, at each scrape, how many jobs wait. */
  watchQueue(business: string, depth: () => Promise<Record<string, number>>): void;
  /** Asks at each scrape whether calls for a business fail at once, as Meta does not answer. */
  watchMeta(business: string, away: () => boolean): void;
  /** Asks at each scrape whether Meta refuses a business' token, so that this process sends nothing. */
  watchPause(business: string, paused: () => boolean): void;
  /** Asks at each scrape since when an event waits to be archived, epoch ms by Redis' clock (null: none), and how far each sink is. */
  watchArchive(business: string, archive: WatchedArchive): void;
  /** Asks at each scrape how a business' canary did the last time: seconds, or that it failed. */
  watchCanary(business: string, last: () => Promise<{ took?: number; failed?: string } | null>): void;
  /** Asks at each scrape how long a business' token lives yet, in ms; undefined when it does not end, or that is not known. */
  watchToken(business: string, left: () => number | undefined): void;
};

type WatchedArchive = {
  feed: { waitingSince(): Promise<number | null>; marker(): Promise<{ seq: number } | null> };
  sinks: readonly { sink: { name: string }; following: { sent(): Promise<number> } }[];
};

/** Creates the process' metrics; seconds, as Prometheus has it. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const events = new Counter({
    name: 'hallpass_events_total',
    help: 'Audit events that passed the relay.',
    labelNames: ['business', 'kind'],
    registers: [registry],
  });
  const lag = new Histogram({
    name: 'hallpass_removal_lag_seconds',
    help: 'From the end of a grant to the moment when its access was read back as gone.',
    labelNames: ['business'],
    buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800],
    registers: [registry],
  });
  const queues: { business: string; depth: () => Promise<Record<string, number>> }[] = [];
  new Gauge({
    name: 'hallpass_queue_jobs',
    help: 'Jobs that wait, run or are put off.',
    labelNames: ['business', 'job'],
    registers: [registry],
    async collect() {
      // While Redis is away nothing is known of the queues, and everything else is told all the more.
      const depths = await Promise.allSettled(queues.map(({ depth }) => inTime(PATIENCE, depth())));
      this.reset();
      for (const [at, { business }] of queues.entries()) {
        const asked = depths[at];
        if (asked?.status !== 'fulfilled') continue;
        for (const [job, count] of Object.entries(asked.value)) this.set({ business, job }, count);
      }
    },
  });
  const doors: { business: string; away: () => boolean }[] = [];
  new Gauge({
    name: 'hallpass_meta_breaker_open',
    help: '1 while Meta does not answer this process and calls fail at once.',
    labelNames: ['business'],
    registers: [registry],
    collect() {
      for (const { business, away } of doors) this.set({ business }, away() ? 1 : 0);
    },
  });
  const pauses: { business: string; paused: () => boolean }[] = [];
  new Gauge({
    name: 'hallpass_meta_paused',
    help: "1 while Meta refuses the business' token.",
    labelNames: ['business'],
    registers: [registry],
    collect() {
      for (const { business, paused } of pauses) this.set({ business }, paused() ? 1 : 0);
    },
  });
  const tokens: { business: string; left: () => number | undefined }[] = [];
  new Gauge({
    name: 'hallpass_token_ends_seconds',
    help: "How long the business' token lives yet; absent for one without an end.",
    labelNames: ['business'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { business, left } of tokens) {
        const ms = left();
        if (ms !== undefined) this.set({ business }, Math.round(ms / 1_000));
      }
    },
  });
  const archives: ({ business: string } & WatchedArchive)[] = [];
  new Gauge({
    name: 'hallpass_archive_lag_seconds',
    help: 'For how long the oldest event that is not archived waits.',
    labelNames: ['business'],
    registers: [registry],
    async collect() {
      const asked = await Promise.allSettled(archives.map(({ feed }) => inTime(PATIENCE, feed.waitingSince())));
      this.reset();
      for (const [at, { business }] of archives.entries()) {
        const found = asked[at];
        if (found?.status !== 'fulfilled') continue;
        this.set({ business }, found.value === null ? 0 : Math.max(0, Date.now() - found.value) / 1_000);
      }
    },
  });
  new Gauge({
    name: 'hallpass_archive_sink_lines',
    help: 'Lines of the archive that a sink does not have yet.',
    labelNames: ['business', 'sink'],
    registers: [registry],
    async collect() {
      this.reset();
      const left = archives.flatMap(({ business, feed, sinks }) =>
        sinks.map(async ({ sink, following }) => {
          const [marker, sent] = await Promise.all([inTime(PATIENCE, feed.marker()), following.sent()]);
          this.set({ business, sink: sink.name }, Math.max(0, (marker?.seq ?? 0) - sent));
        }),
      );
      await Promise.allSettled(left);
    },
  });
  const canaries: { business: string; last: () => Promise<{ took?: number; failed?: string } | null> }[] = [];
  new Gauge({
    name: 'hallpass_canary_seconds',
    help: 'From giving access on the test asset to its removal being seen, the last time; -1 when it failed.',
    labelNames: ['business'],
    registers: [registry],
    async collect() {
      const asked = await Promise.allSettled(canaries.map(({ last }) => inTime(PATIENCE, last())));
      this.reset();
      for (const [at, { business }] of canaries.entries()) {
        const found = asked[at];
        if (found?.status !== 'fulfilled' || !found.value) continue;
        const { took, failed } = found.value;
        if (failed !== undefined || took !== undefined) this.set({ business }, failed ? -1 : (took ?? 0) / 1_000);
      }
    },
  });
  return {
    ...moreMetrics(registry),
    registry,
    saw(business, event) {
      events.inc({ business, kind: event.kind });
      const late = event.kind === 'ended' ? event.detail?.late : undefined;
      if (typeof late === 'number') lag.observe({ business }, late / 1_000);
    },
    watchMeta: (business, away) => void doors.push({ business, away }),
    watchCanary: (business, last) => void canaries.push({ business, last }),
    watchToken: (business, left) => void tokens.push({ business, left }),
    watchArchive: (business, archive) => void archives.push({ business, ...archive }),
    watchQueue: (business, depth) => void queues.push({ business, depth }),
    watchPause: (business, paused) => void pauses.push({ business, paused }),
  };
}

import { readFileSync } from 'node:fs';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { Counts } from '../access/ports/counts.ts';
import { inTime } from './in-time.ts';

/** How long a scrape waits for Redis; ms. */
const PATIENCE = 2_000;

type Usage = { kind: string; percent: number; wait: number };

const COUNTED: { name: string; help: string; of(counts: Counts): number }[] = [
  { name: 'hallpass_requests_pending', help: 'Requests that wait for a lead.', of: ({ pending }) => pending },
  { name: 'hallpass_grants_live', help: 'Grants that are granting, active or ending.', of: ({ live }) => live },
  {
    name: 'hallpass_grants_ending',
    help: 'Grants whose access must be gone and is not seen to be.',
    of: ({ ending }) => ending,
  },
  {
    name: 'hallpass_removals_overdue',
    help: 'Those of them that ended more than a minute ago.',
    of: ({ overdue }) => overdue,
  },
  {
    name: 'hallpass_removal_oldest_seconds',
    help: 'How long ago the oldest of these ended.',
    of: ({ late }) => late / 1_000,
  },
];
const LIMITS: { name: string; help: string; of(usage: Usage): number }[] = [
  {
    name: 'hallpass_meta_used_percent',
    help: "How much of Meta's fullest allowance of this kind is used, as it last told.",
    of: ({ percent }) => percent,
  },
  {
    name: 'hallpass_meta_wait_seconds',
    help: 'How long Meta still wants no calls of this kind.',
    of: ({ wait }) => wait / 1_000,
  },
];

export type MoreMetrics = {
  /** Asks at each scrape how many requests and grants of a business there are. */
  watchCounts(business: string, counts: () => Promise<Counts>): void;
  /** Asks at each scrape what is known of Meta's limits; `wait` in ms. */
  watchUsage(business: string, usage: () => readonly Usage[]): void;
  /** Slack asked to wait so many seconds before this method is called again. */
  slackLimited(method: string, seconds: number): void;
};

/** How much there is to do, and how near Meta's and Slack's limits are. */
/** Adds to the registry how much there is to do, how near Meta's and Slack's limits are, and what runs. */
export function moreMetrics(registry: Registry): MoreMetrics {
  const registers = [registry];
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  new Gauge({
    name: 'hallpass_build_info',
    help: 'Always 1: which version runs, on which Node.',
    labelNames: ['version', 'node'],
    registers,
  }).set({ version, node: process.version }, 1);

  const counted: { business: string; counts: () => Promise<Counts> }[] = [];
  const ask = async () => {
    const asked = await Promise.allSettled(counted.map(({ counts }) => inTime(PATIENCE, counts())));
    return asked.flatMap((found, at) =>
      found.status === 'fulfilled' ? [{ business: counted[at]?.business ?? '', counts: found.value }] : [],
    );
  };
  // All gauges of a scrape begin in one instant.
  let flight: ReturnType<typeof ask> | undefined;
  const askOnce = () => {
    flight ??= ask().finally(() => {
      flight = undefined;
    });
    return flight;
  };
  for (const { name, help, of } of COUNTED) {
    new Gauge({
      ...{ name, help, labelNames: ['business'], registers },
      async collect() {
        const found = await askOnce();
        this.reset();
        for (const { business, counts } of found) this.set({ business }, of(counts));
      },
    });
  }

  const used: { business: string; usage: () => readonly Usage[] }[] = [];
  for (const { name, help, of } of LIMITS) {
    new Gauge({
      ...{ name, help, labelNames: ['business', 'kind'], registers },
      collect() {
        this.reset();
        for (const { business, usage } of used)
          for (const one of usage()) this.set({ business, kind: one.kind }, of(one));
      },
    });
  }

  const labelNames = ['method'];
  const limited = new Counter({
    name: 'hallpass_slack_limited_total',
    help: 'How often Slack asked to wait before a method is called again.',
    labelNames,
    registers,
  });
  const waits = new Counter({
    name: 'hallpass_slack_wait_seconds_total',
    help: 'How long Slack asked to wait, in all.',
    labelNames,
    registers,
  });

  return {
    watchCounts: (business, counts) => void counted.push({ business, counts }),
    watchUsage: (business, usage) => void used.push({ business, usage }),
    slackLimited(method, seconds) {
      limited.inc({ method });
      waits.inc({ method }, seconds);
    },
  };
}

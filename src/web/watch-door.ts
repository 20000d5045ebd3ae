import type { Metrics } from './metrics.ts';
import type { MoreMetrics } from './more-metrics.ts';

type Door = {
  away(): boolean;
  usage: Parameters<MoreMetrics['watchUsage']>[1];
  standing(): { refused: unknown };
};

/** Asks at each scrape how Meta and a business stand: whether it answers, takes the token, and how near its limits are. */
export function watchDoor(metrics: Metrics, business: string, { away, usage, standing }: Door): void {
  metrics.watchMeta(business, away);
  metrics.watchUsage(business, usage);
  metrics.watchPause(business, () => standing().refused !== null);
}

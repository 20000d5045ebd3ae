import { pino } from 'pino';
import type { SweepConfig } from './config.ts';
import { createMeta } from './graph/meta.ts';
import { createLog } from './log.ts';

/** Meta for each business, and nothing else: no Redis, no Slack. */
export const far = ({ meta: { graphUrl: url, ...app }, businesses, logLevel }: SweepConfig) =>
  businesses.map((business) => {
    const log = createLog(logLevel, pino.destination(2));
    const meta = createMeta({ url, ...app, business, token: business.token, clock: { now: Date.now }, log });
    return { business: business.key, meta, close: meta.close };
  });

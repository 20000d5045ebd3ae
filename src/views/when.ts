import { formatDuration } from '../access/duration.ts';
import type { Ms } from '../access/grant.ts';

/** A time in each reader's own zone; the fallback is UTC. */
export function when(ms: Ms): string {
  const utc = new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
  return `<!date^${Math.floor(ms / 1000)}^{date_short_pretty} at {time}|${utc} UTC>`;
}

/** A short span to the tenth of a second, since the proof of a removal is measured in seconds: `1.4 s`. */
export const lag = (ms: Ms): string =>
  ms < 60_000 ? `${(Math.max(0, ms) / 1000).toFixed(1).replace(/\.0$/, '')} s` : formatDuration(ms);

/** How long after the end it was proved: `1.4 s after the end`; `at once` where the tenth of a second would be none. */
export const lateness = (ms: Ms): string => (ms < 50 ? 'at once' : `${lag(ms)} after the end`);

/** How much is left, in whole minutes; seconds only in the last one. */
export const left = (ms: Ms): string =>
  ms < 60_000 ? formatDuration(ms) : formatDuration(Math.round(ms / 60_000) * 60_000);

import type { Ms } from './grant.ts';

const UNITS = [
  { names: ['d', 'day', 'days'], short: 'd', spoken: 'd', ms: 86_400_000 },
  { names: ['h', 'hr', 'hrs', 'hour', 'hours'], short: 'h', spoken: 'h', ms: 3_600_000 },
  { names: ['m', 'min', 'mins', 'minute', 'minutes'], short: 'm', spoken: 'min', ms: 60_000 },
  { names: ['s', 'sec', 'secs', 'second', 'seconds'], short: 's', spoken: 's', ms: 1000 },
] as const;

/**
 * Reads `30s`, `15m`, `2h`, `1d`, `1h30m`, and the same with words or blanks (`2 hours`, `1 h 30 min`); milliseconds.
 * Null for everything else: a guess at `1,5h` or `2h foo` would give somebody access for a time that nobody asked for.
 */
export function parseDuration(text: string): Ms | null {
  let rest = text.trim().toLowerCase();
  let total = 0;
  let next = 0;
  while (rest !== '') {
    const [whole, digits, name] = /^(\d{1,7})\s*([a-z]+)\s*/.exec(rest) ?? [];
    const index = UNITS.findIndex(({ names }) => (names as readonly string[]).includes(name ?? ''));
    const unit = UNITS[index];
    if (whole === undefined || unit === undefined || index < next) return null;
    total += Number(digits) * unit.ms;
    next = index + 1;
    rest = rest.slice(whole.length);
  }
  return total > 0 ? total : null;
}

function parts(ms: Ms): { count: number; short: string; spoken: string }[] {
  let left = Math.max(0, Math.round(ms / 1000) * 1000);
  return UNITS.map(({ short, spoken, ms: size }) => {
    const count = Math.floor(left / size);
    left -= count * size;
    return { count, short, spoken };
  }).filter(({ count }) => count > 0);
}

/** For people: `1 h 30 min`. Rounded to whole seconds; reads back by `parseDuration`. */
export const formatDuration = (ms: Ms): string =>
  parts(ms)
    .map(({ count, spoken }) => `${count} ${spoken}`)
    .join(' ') || '0 s';

/** For commands and files: `1h30m`. Rounded to whole seconds; reads back by `parseDuration`. */
export const compactDuration = (ms: Ms): string =>
  parts(ms)
    .map(({ count, short }) => `${count}${short}`)
    .join('') || '0s';

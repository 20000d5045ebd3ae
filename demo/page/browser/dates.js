/** How Slack writes times, in the reader's own zone; `zone` is only given by tests. */

const MINUTE = 60_000;
const DAY = 86_400_000;

const format = (at, options, zone) =>
  new Intl.DateTimeFormat('en-US', zone ? { ...options, timeZone: zone } : options).format(at);

/** "2:41 PM" */
export const clockTime = (at, zone) => format(at, { hour: 'numeric', minute: '2-digit' }, zone);

/** "2:41:07 PM" */
export const clockTimeSeconds = (at, zone) =>
  format(at, { hour: 'numeric', minute: '2-digit', second: '2-digit' }, zone);

/** A key that is equal for two moments of one day. */
export const dayKey = (at, zone) => format(at, { year: 'numeric', month: '2-digit', day: '2-digit' }, zone);

function ordinal(at, zone) {
  const day = Number(format(at, { day: 'numeric' }, zone));
  const teen = day % 100 >= 11 && day % 100 <= 13;
  return `${day}${(!teen && { 1: 'st', 2: 'nd', 3: 'rd' }[day % 10]) || 'th'}`;
}

function nearDay(at, now, zone) {
  const key = dayKey(at, zone);
  if (key === dayKey(now, zone)) return 'today';
  if (key === dayKey(now - DAY, zone)) return 'yesterday';
  return key === dayKey(now + DAY, zone) ? 'tomorrow' : null;
}

const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);

/** The words of a day divider: "Today", "Yesterday" or "Tuesday, February 18th". */
export function dayLabel(at, now, zone) {
  const near = nearDay(at, now, zone);
  if (near) return capital(near);
  return `${format(at, { weekday: 'long' }, zone)}, ${format(at, { month: 'long' }, zone)} ${ordinal(at, zone)}`;
}

const parts = {
  date_num: (at, _now, zone) => {
    const [month, day, year] = dayKey(at, zone).split('/');
    return `${year}-${month}-${day}`;
  },
  date: (at, _now, zone) =>
    `${format(at, { month: 'long' }, zone)} ${ordinal(at, zone)}, ${format(at, { year: 'numeric' }, zone)}`,
  date_slash: (at, _now, zone) => dayKey(at, zone),
  date_short: (at, _now, zone) => format(at, { month: 'short', day: 'numeric', year: 'numeric' }, zone),
  date_long: (at, now, zone) => `${format(at, { weekday: 'long' }, zone)}, ${parts.date(at, now, zone)}`,
  date_pretty: (at, now, zone) => nearDay(at, now, zone) ?? parts.date(at, now, zone),
  date_short_pretty: (at, now, zone) => nearDay(at, now, zone) ?? parts.date_short(at, now, zone),
  date_long_pretty: (at, now, zone) => nearDay(at, now, zone) ?? parts.date_long(at, now, zone),
  day_divider_pretty: (at, now, zone) => dayLabel(at, now, zone),
  time: (at, _now, zone) => clockTime(at, zone),
  time_secs: (at, _now, zone) => clockTimeSeconds(at, zone),
  ago: (at, now) => relative(at, now),
};

/** Fills Slack's date tokens (`{date_short_pretty} at {time}`); an unknown token shows the fallback, as in Slack. */
export function dateToken(template, at, now, fallback, zone) {
  let known = Number.isFinite(at);
  const text = template.replace(/\{(\w+)\}/g, (_, name) => {
    if (!known || !(name in parts)) known = false;
    return known ? parts[name](at, now, zone) : '';
  });
  return known ? text : fallback;
}

/** "in 8 minutes", "3 hours ago" */
export function relative(at, now) {
  const distance = Math.abs(at - now);
  const minutes = Math.round(distance / MINUTE);
  const [count, unit] =
    minutes < 1
      ? [0, '']
      : minutes < 60
        ? [minutes, 'minute']
        : distance < DAY
          ? [Math.round(minutes / 60), 'hour']
          : [Math.round(distance / DAY), 'day'];
  if (count === 0) return 'just now';
  const words = `${count} ${unit}${count === 1 ? '' : 's'}`;
  return at > now ? `in ${words}` : `${words} ago`;
}

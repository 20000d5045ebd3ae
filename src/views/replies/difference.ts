import type { Difference } from '../../access/compare.ts';
import { safe } from '../text.ts';
import { person, taskNames } from '../words.ts';

/** A difference in words. Access that somebody gave by hand is named calmly: it may be in order. */
export function differenceLine({ principal, name, user, missing, leaving, extra }: Difference): string {
  const who = name === undefined ? (user ? person(user) : safe(principal, 80)) : safe(name, 80);
  const sign = missing.length > 0 ? '🔴' : leaving.length > 0 ? '🔵' : '⚪';
  const origin = user ? ' beyond what Hallpass gave' : ', not by Hallpass';
  const parts = [
    ...(missing.length > 0 ? [`Hallpass gave ${taskNames(missing)} that Meta does not show`] : []),
    ...(leaving.length > 0 ? [`${taskNames(leaving)} is being taken away and still there`] : []),
    ...(extra.length > 0 ? [`${taskNames(extra)} at Meta${origin}`] : []),
  ];
  return `${sign} ${who}: ${parts.join('; ')}.`;
}

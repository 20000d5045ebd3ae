import type { Grant, Ms } from '../../access/grant.ts';
import { isFinal } from '../../access/lifecycle.ts';
import { context, section } from '../blocks.ts';
import { grantLine } from '../grant-line.ts';
import { type Message, message } from '../limits.ts';
import { lines } from '../lines.ts';
import { left } from '../when.ts';
import { ownerWords } from '../words.ts';

/** Answer to `mine`: what the person holds and asked for, then the last ones that are over. */
export function mine(grants: readonly Grant[], now: Ms): Message {
  const open = grants.filter((grant) => !isFinal(grant.state));
  const over = grants.filter((grant) => isFinal(grant.state)).slice(0, 5);
  if (open.length + over.length === 0) {
    const none = 'You hold no access and have asked for none.';
    return message(none, [section(`${none} Ask with \`/access\`, which opens the form.`)]);
  }
  const title = open.length === 0 ? 'You hold no access now.' : `Your access and requests: ${open.length}`;
  return message(title, [
    section(`*${title}*`),
    ...lines(
      open.map((grant) => `${grantLine(grant)}${rest(grant, now)} · ${ownerWords(grant.asset, grant.ownership)}`),
    ),
    ...(over.length > 0
      ? [
          section('*Before*'),
          ...lines(
            over.map((grant) => grantLine(grant)),
            5,
            3000,
          ),
        ]
      : []),
    context('`/access extend ID 30m` asks for more time, `/access release ID` ends it now.'),
  ]);
}

const rest = (grant: Grant, now: Ms): string =>
  grant.state === 'active' && grant.expiresAt > now ? ` (${left(grant.expiresAt - now)} left)` : '';

import { formatDuration } from '../../access/duration.ts';
import type { Grant } from '../../access/grant.ts';
import { section } from '../blocks.ts';
import { type Message, message } from '../limits.ts';
import { safe } from '../text.ts';
import { when } from '../when.ts';
import { assetWords, person } from '../words.ts';

/** What a person just did to a grant. */
export type Deed =
  | 'approved'
  | 'denied'
  | 'extension-asked'
  | 'extended'
  | 'extension-denied'
  | 'released'
  | 'revoked'
  | 'left'
  | 'cancelled';

/** Answer to the person who decided or ended something: what was done, and what is still to come. `paused`: Meta refuses the business' token. */
export function decided(deed: Deed, grant: Grant, paused = false): Message {
  const waits = paused && (grant.state === 'granting' || grant.state === 'ending') ? WAITS : '';
  const text = `${grant.id}: ${sentence(deed, grant)}${waits}`;
  return message(text, [section(text)]);
}

const WAITS =
  ' Meta refuses the token of our business at the moment, so this waits, and goes on by itself once whoever runs Hallpass has mended it.';

function sentence(deed: Deed, grant: Grant): string {
  const what = `${safe(grant.level, 40)} access to ${assetWords(grant.asset, grant.assetName)}`;
  switch (deed) {
    case 'approved':
      if (grant.state === 'pending') {
        return `you approved ${what} for ${person(grant.requester)}. ${grant.share?.unsure ? 'The customer was asked for it, but whether that arrived is not known, so ask them' : 'The customer is asked for it'}; the access is given by itself when they agree.`;
      }
      return `you approved ${what} for ${person(grant.requester)}, ${formatDuration(grant.duration)}. The card shows when it is there.`;
    case 'denied':
      return `you denied ${what} for ${person(grant.requester)}. They are told.`;
    case 'extension-asked':
      return grant.state === 'active' && grant.asked
        ? `you asked for ${formatDuration(grant.asked.duration)} more. A lead decides on the card; until then it ends ${when(grant.expiresAt)}.`
        : 'you asked for more time. A lead decides on the card.';
    case 'extended':
      return grant.state === 'active' ? `it now ends ${when(grant.expiresAt)}.` : 'the end was moved.';
    case 'extension-denied':
      return grant.state === 'active' ? `no more time. It ends ${when(grant.expiresAt)} as before.` : 'no more time.';
    case 'left':
      if (grant.state === 'ended' && grant.left?.gone)
        return `${assetWords(grant.asset, grant.assetName)} was not in our business any more, so there was nothing to leave.`;
      return `our business has left ${assetWords(grant.asset, grant.assetName)}, which was seen at Meta.`;
    case 'released':
    case 'revoked':
      return grant.state === 'cancelled'
        ? 'the request is taken back. Nothing had been given.'
        : `${what} is being taken away. The card says when that is confirmed.`;
    case 'cancelled':
      return grant.state === 'cancelled'
        ? 'the request is taken back. Nothing had been given.'
        : `it had been approved meanwhile, so ${what} is being taken away.`;
  }
}

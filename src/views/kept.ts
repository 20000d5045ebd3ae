import type { GrantIn } from '../access/grant.ts';
import { beyond } from '../access/tasks.ts';
import { listed, safe } from './text.ts';
import { person, taskNames, wayWords } from './words.ts';

type Result = 'Removed' | 'Removed in part' | 'Over' | 'The assignment given was removed';

/** What the end of a grant was, as far as it was proved: nobody says removed of what its holder kept through something else. */
export function outcome(grant: GrantIn<'ended'>): Result {
  if (grant.hidden) return 'Over';
  if (!grant.kept) return grant.elsewhere ? 'The assignment given was removed' : 'Removed';
  return beyond(grant.tasks, grant.kept.tasks).length > 0 ? 'Removed in part' : 'Over';
}

/** What the holder still had when the end was proved, as a sentence with a space before it; '' when that was nothing. */
export const keptSentence = (grant: GrantIn<'ended'>): string =>
  `${notShown(grant)}${stillHeld(grant)}${otherWays(grant)}`;

/** Whether there is anything but "nothing is left" to say of an end. */
export const isPlain = ({ kept, elsewhere, hidden }: GrantIn<'ended'>): boolean => !kept && !elsewhere && !hidden;

const notShown = ({ hidden }: GrantIn<'ended'>): string =>
  hidden
    ? ' Meta no longer shows the asset to our business, nor who was on it, as when the customer takes it back.'
    : '';

/** No removal of an assignment takes these away, so nobody may read into it that they are gone. */
function otherWays({ elsewhere, requester }: GrantIn<'ended'>): string {
  if (!elsewhere) return '';
  if (elsewhere === 'unread') {
    return ' Meta did not tell whether there is another way to it, such as an asset group, so this is about the assignment alone.';
  }
  const outside = elsewhere.some((way) => way.kind === 'role' || !way.by);
  const whose = outside ? ' What Hallpass did not give of that it does not take away.' : '';
  return ` ${person(requester)} still has access ${wayWords(elsewhere)}.${whose}`;
}

function stillHeld(grant: GrantIn<'ended'>): string {
  const { kept } = grant;
  if (!kept) return '';
  const what = outcome(grant) === 'Over' ? `${safe(grant.level, 40)} access` : taskNames(kept.tasks);
  const grants = kept.through.filter((one) => one !== 'before' && one !== 'outside');
  const ways = [
    ...(grants.length > 0 ? [`through ${listed(grants)}`] : []),
    ...(kept.through.includes('before') ? ['as before the grant'] : []),
    ...(kept.through.includes('outside') ? ['given outside Hallpass'] : []),
  ];
  return ` ${person(grant.requester)} still had ${what} then, ${listed(ways)}.`;
}

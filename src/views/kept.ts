import type { GrantIn } from '../access/grant.ts';
import { beyond } from '../access/tasks.ts';
import { listed, safe } from './text.ts';
import { person, taskNames } from './words.ts';

/** What the end of a grant was, as far as it was proved: nobody says removed of what its holder kept through something else. */
export function outcome(grant: GrantIn<'ended'>): 'Removed' | 'Removed in part' | 'Over' {
  if (!grant.kept) return 'Removed';
  return beyond(grant.tasks, grant.kept.tasks).length > 0 ? 'Removed in part' : 'Over';
}

/** What the holder still had when the end was proved, as a sentence with a space before it; '' when that was nothing. */
export function keptSentence(grant: GrantIn<'ended'>): string {
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

import type { Seen } from '../../access/compare.ts';
import type { AssetView, Sight } from '../../access/look-at.ts';
import type { AssetInfo, Reach } from '../../access/ports/meta.ts';
import { type Block, context, section } from '../blocks.ts';
import { grantLine } from '../grant-line.ts';
import { type Message, message } from '../limits.ts';
import { lines } from '../lines.ts';
import { listed, safe } from '../text.ts';
import { assetNumber, assetWords, ownerWords, taskNames } from '../words.ts';
import { differenceLine } from './difference.ts';

/** Answer to `who`: who holds access now, by Hallpass' record and by Meta's. */
export function who(view: AssetView): Message {
  const title = `Who has access to ${nameOf(view)}`;
  const info = infoOf(view.sight);
  const whose = info ? `\n${ownerWords(info.asset, info.ownership)}` : '';
  return message(title, [section(`*${title}*${whose}`), ...access(view)]);
}

/** What Meta told of the asset; null when it did not. */
export const infoOf = (sight: Sight): AssetInfo | null => (sight.kind === 'unknown' ? null : sight.info);

/** The asset by the name that Meta, or else the record, knows it by. */
export const nameOf = ({ asset, grants, sight }: AssetView): string =>
  assetWords(asset, infoOf(sight)?.name ?? grants[0]?.assetName);

/** The part that `who` and `show` share. */
export function access(view: AssetView): Block[] {
  const { grants, sight } = view;
  const differences = sight.kind === 'shared' ? sight.differences : [];
  return [
    section('*Through Hallpass*'),
    ...lines(grants.length > 0 ? grants.map((grant) => grantLine(grant, { who: true })) : ['Nobody now.'], 20, 3500),
    section("*By Meta's list*"),
    ...lines(sight.kind === 'shared' ? holderLines(sight.holders) : [noList(view, sight)], 30, 3500),
    ...(sight.kind === 'shared' ? lines(reachLines(sight.reach), 12, 2500) : []),
    ...(differences.length > 0
      ? [section('*Not the same on both sides*'), ...lines(differences.map(differenceLine), 20, 3500)]
      : []),
    ...(sight.kind === 'shared' && differences.length === 0 ? [context(agreement(sight.holders))] : []),
  ];
}

const agreement = (holders: readonly Seen[]): string =>
  holders.some(({ tasks }) => tasks === null)
    ? 'Both sides agree as far as Meta tells what people hold.'
    : 'Both sides agree.';

/** Why there is no list of people: nobody read one, so nothing is said about who is on it. */
function noList({ asset, grants }: AssetView, sight: Exclude<Sight, { kind: 'shared' }>): string {
  if (sight.kind === 'away') {
    return `Meta could not be asked${sight.trouble ? `: ${safe(sight.trouble, 600)}` : '. Try again in a minute.'}`;
  }
  const ends = grants.length > 0 ? ' What Hallpass gave on it ends at its time at the latest.' : '';
  if (sight.kind === 'unknown')
    return `Meta shows no ${assetNumber(asset)} to this business, so there is no list.${ends}`;
  const state =
    sight.info.ownership === 'pending'
      ? 'was asked for and is not shared with this business yet'
      : `is ${grants.length > 0 ? 'no longer' : 'not'} shared with this business`;
  return `The ${assetNumber(asset)} ${state}, so there is no list.${ends}`;
}

function holderLines(holders: readonly Seen[]): string[] {
  if (holders.length === 0) return ['Nobody of this business is assigned.'];
  return holders.map(({ name, type, tasks, outside }) => {
    const kind = type ? ` (${safe(type.toLowerCase().replaceAll('_', ' '), 40)})` : '';
    const held = tasks ? taskNames(tasks) : 'Meta does not tell what they hold';
    return `${safe(name, 80)}${kind}: ${held}${outside ? ' · given outside Hallpass' : ''}`;
  });
}

/** Who needs no assignment: people must not take the list above for everybody. */
function reachLines(reach: Reach | null): string[] {
  if (!reach) return ['Meta did not tell who has access in other ways, such as through an asset group.'];
  const names = (people: readonly { name: string }[]) => {
    const shown = people.slice(0, 10).map(({ name }) => safe(name, 80));
    return listed(people.length > 10 ? [...shown, `${people.length - 10} more`] : shown);
  };
  const untold = reach.untold?.length ?? 0;
  return [
    ...(untold > 0 ? [`Meta leaves out the role of ${untold} people of the business, who may be admins.`] : []),
    ...(reach.admins.length > 0 ? [`As admins of the business, assigned or not: ${names(reach.admins)}`] : []),
    ...reach.groups.map(
      ({ name, holders }) => `Through the asset group “${safe(name, 80)}”: ${names(holders) || 'nobody'}`,
    ),
  ];
}

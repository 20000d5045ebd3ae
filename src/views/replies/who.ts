import type { AssetRef } from '../../access/asset.ts';
import { type Grant, isLive } from '../../access/grant.ts';
import type { AssetInfo, Holder } from '../../access/ports/meta.ts';
import { type Block, context, section } from '../blocks.ts';
import { grantLine } from '../grant-line.ts';
import { type Message, message } from '../limits.ts';
import { lines } from '../lines.ts';
import { safe } from '../text.ts';
import { assetWords, taskNames } from '../words.ts';
import { type Difference, differenceLine } from './difference.ts';

/** What is known of one asset: Hallpass' grants, newest first, and Meta's list; `holders` is null when Meta could not be asked. */
export type AssetFacts = {
  asset: AssetRef;
  info: AssetInfo | null;
  grants: readonly Grant[];
  holders: readonly Holder[] | null;
  differences: readonly Difference[];
};

/** Answer to `who`: who holds access now, by Hallpass' record and by Meta's. */
export function who(facts: AssetFacts): Message {
  const title = `Who has access to ${assetWords(facts.asset, facts.info?.name ?? facts.grants[0]?.assetName)}`;
  return message(title, [section(`*${title}*`), ...access(facts)]);
}

/** The part that `who` and `show` share. */
export function access({ grants, holders, differences }: AssetFacts): Block[] {
  const live = grants.filter(isLive);
  return [
    section('*Through Hallpass*'),
    ...lines(live.length > 0 ? live.map((grant) => grantLine(grant, { who: true })) : ['Nobody now.'], 20, 3500),
    section("*By Meta's list*"),
    ...lines(holders === null ? ['Meta could not be asked. Try again in a minute.'] : holderLines(holders), 30, 3500),
    ...(differences.length > 0
      ? [section('*Not the same on both sides*'), ...lines(differences.map(differenceLine), 20, 3500)]
      : []),
    ...(holders !== null && differences.length === 0 ? [context('Both sides agree.')] : []),
  ];
}

function holderLines(holders: readonly Holder[]): string[] {
  if (holders.length === 0) return ['Nobody of this business is assigned.'];
  return holders.map(({ name, type, tasks }) => {
    const kind = type ? ` (${safe(type.toLowerCase().replaceAll('_', ' '), 40)})` : '';
    return `${safe(name, 80)}${kind}: ${taskNames(tasks)}`;
  });
}

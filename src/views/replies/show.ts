import type { Explained } from '../../access/explain.ts';
import type { AssetView } from '../../access/look-at.ts';
import type { AssetInfo } from '../../access/ports/meta.ts';
import type { Outcome } from '../../access/refusal.ts';
import { type Block, section } from '../blocks.ts';
import { type Message, message } from '../limits.ts';
import { lines } from '../lines.ts';
import { refusalText } from '../refusal.ts';
import { listed, safe } from '../text.ts';
import { assetCommand, assetNumber, contentWords, ownerWords, taskNames, taskWords, wayWords } from '../words.ts';
import { access, infoOf, nameOf } from './who.ts';

type Extras = { levels?: readonly string[]; own?: Outcome<Explained> };

/** Answer to `show`: whose the asset is, how far access may go, who has it, and where record and Meta differ. */
export function show(view: AssetView, { levels = [], own }: Extras = {}): Message {
  const { asset, grants, sight } = view;
  const title = nameOf(view);
  const info = infoOf(sight);
  if (info) return message(title, [section(`*${title}*`), ...ceiling(info, levels), ...yours(own), ...access(view)]);
  if (sight.kind === 'away') return message(title, [section(`*${title}*`), ...access(view)]);
  const missing = `Meta shows no ${assetNumber(asset)} to this business. Check the number, or ask the customer to share it.`;
  return message(title, [section(`*${title}*\n${missing}`), ...(grants.length > 0 ? access(view) : [])]);
}

function ceiling({ asset, ownership, permitted, contains }: AssetInfo, levels: readonly string[]): Block[] {
  const most =
    permitted === null
      ? 'No limit of a customer.'
      : `The customer allows: ${taskWords(permitted)} (${taskNames(permitted)}).`;
  const shared = ownership === 'owned' || ownership === 'client';
  const offer = shared && levels.length > 0 ? [`Levels within that: ${levels.join(', ')}.`] : [];
  const ask =
    ownership === 'owned' || ownership === 'client'
      ? [`Ask with \`/access request ${assetCommand(asset)} for ticket NUMBER\`.`]
      : ['Nobody can be given access until the customer shares it.'];
  return lines([
    `${ownerWords(asset, ownership)}. ${ownership === 'none' ? '' : most}`.trim(),
    ...(contains ? [contentWords(contains)] : []),
    ...offer,
    ...ask,
  ]);
}

/** What the asker holds, through what, and what stands in their way. */
function yours(own: Outcome<Explained> | undefined): Block[] {
  if (!own) return [];
  if (!own.ok) return [section(`*You*  ${refusalText(own.refusal)}`)];
  const { name, direct, elsewhere, obstacle } = own.value;
  const ways = [
    ...(direct ? [`${taskWords(direct)} (${taskNames(direct)}) by assignment`] : []),
    ...(elsewhere ?? []).map((way) =>
      way.kind === 'role' ? `everything ${wayWords([way])}` : `access ${wayWords([way])}`,
    ),
  ];
  const held = ways.length > 0 ? `have ${listed(ways)}` : elsewhere ? 'have no access to it' : 'are not assigned to it';
  const hidden = elsewhere
    ? ''
    : ' Meta did not tell whether you have access in another way, such as through an asset group.';
  const next = obstacle?.code === 'two_factor_missing' ? ` ${refusalText(obstacle)}` : '';
  return [section(`*You*  ${safe(name, 80)} at Meta: you ${held}.${hidden}${next}`)];
}

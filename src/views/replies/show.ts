import type { AssetRef, Ownership } from '../../access/asset.ts';
import type { Explained } from '../../access/explain.ts';
import type { AssetView } from '../../access/look-at.ts';
import type { AssetInfo } from '../../access/ports/meta.ts';
import type { Standing } from '../../access/ports/watch.ts';
import type { Outcome } from '../../access/refusal.ts';
import type { Task } from '../../access/tasks.ts';
import { type Block, section } from '../blocks.ts';
import { type Message, message } from '../limits.ts';
import { lines } from '../lines.ts';
import { refusalText } from '../refusal.ts';
import { listed, safe } from '../text.ts';
import { assetCommand, assetNumber, contentWords, ownerWords, taskNames, taskWords, wayWords } from '../words.ts';
import { standingLine } from './reconcile.ts';
import { access, infoOf, nameOf } from './who.ts';

/** `standing`: what leads let be there. `asks`: whether customers are asked for their Pages through Hallpass. */
type Extras = {
  levels?: readonly string[];
  own?: Outcome<Explained>;
  asks?: boolean;
  standing?: readonly [key: string, standing: Standing][];
};

/** Answer to `show`: whose the asset is, how far access may go, who has it, and where record and Meta differ. */
export function show(view: AssetView, extras: Extras = {}): Message {
  const { asset, grants, sight } = view;
  const title = nameOf(view);
  const info = infoOf(sight);
  if (info)
    return message(title, [
      section(`*${title}*`),
      ...ceiling(info, extras),
      ...yours(extras.own),
      ...access(view),
      ...stands(extras),
    ]);
  if (sight.kind === 'away') return message(title, [section(`*${title}*`), ...access(view)]);
  const missing = [
    `Meta shows no ${assetNumber(asset)} to this business. Check the number, or ask the customer to share it.`,
    ...(extras.asks ? askWords(asset) : []),
  ];
  return message(title, [section(`*${title}*\n${missing.join(' ')}`), ...(grants.length > 0 ? access(view) : [])]);
}

function ceiling({ asset, ownership, permitted, contains }: AssetInfo, { levels = [], asks }: Extras): Block[] {
  const shared = ownership === 'owned' || ownership === 'client';
  const offer = levels.length > 0 ? [`Levels within that: ${levels.join(', ')}.`] : [];
  const next = shared
    ? [...offer, `Ask with \`/access request ${assetCommand(asset)} for ticket NUMBER\`.`]
    : ['Nobody can be given access until the customer shares it.', ...(asks ? askWords(asset) : [])];
  return lines([
    `${ownerWords(asset, ownership)}.${shared ? ` ${limitWords(ownership, permitted)}` : ''}`,
    ...(contains ? [contentWords(contains)] : []),
    ...next,
  ]);
}

function limitWords(ownership: Ownership, permitted: readonly Task[] | null): string {
  if (permitted) return `The customer allows: ${taskWords(permitted) || 'nothing'} (${taskNames(permitted)}).`;
  return ownership === 'owned' ? 'No limit of a customer.' : 'Meta does not tell how far the customer allows it.';
}

const askWords = (asset: AssetRef): string[] =>
  asset.kind === 'page'
    ? [`To have them asked: \`/access ask ${assetCommand(asset)} for ticket NUMBER\`, which a lead decides.`]
    : [];

const stands = ({ standing = [] }: Extras): Block[] =>
  standing.length > 0
    ? [
        section('*Let stand by leads*'),
        ...lines(
          standing.map(([, one]) => standingLine(one)),
          10,
          1500,
        ),
      ]
    : [];

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

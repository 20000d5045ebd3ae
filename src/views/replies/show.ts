import type { AssetView } from '../../access/look-at.ts';
import type { AssetInfo } from '../../access/ports/meta.ts';
import { type Block, section } from '../blocks.ts';
import { type Message, message } from '../limits.ts';
import { lines } from '../lines.ts';
import { assetCommand, assetNumber, OWNERSHIP, taskNames, taskWords } from '../words.ts';
import { access, infoOf, nameOf } from './who.ts';

/** Answer to `show`: whose the asset is, how far access may go, who has it, and where record and Meta differ. */
export function show(view: AssetView, levels: readonly string[] = []): Message {
  const { asset, grants, sight } = view;
  const title = nameOf(view);
  const info = infoOf(sight);
  if (info) return message(title, [section(`*${title}*`), ...ceiling(info, levels), ...access(view)]);
  if (sight.kind === 'away') return message(title, [section(`*${title}*`), ...access(view)]);
  const missing = `Meta shows no ${assetNumber(asset)} to this business. Check the number, or ask the customer to share it.`;
  return message(title, [section(`*${title}*\n${missing}`), ...(grants.length > 0 ? access(view) : [])]);
}

function ceiling({ asset, ownership, permitted }: AssetInfo, levels: readonly string[]): Block[] {
  const most =
    permitted === null
      ? 'No limit of a customer.'
      : `The customer allows: ${taskWords(permitted)} (${taskNames(permitted)}).`;
  const offer = levels.length > 0 ? [`Levels within that: ${levels.join(', ')}.`] : [];
  const ask =
    ownership === 'owned' || ownership === 'client'
      ? [`Ask with \`/access request ${assetCommand(asset)} for ticket NUMBER\`.`]
      : ['Nobody can be given access until the customer shares it.'];
  return lines([`${OWNERSHIP[ownership]}. ${ownership === 'none' ? '' : most}`.trim(), ...offer, ...ask]);
}

import type { AssetInfo } from '../../access/ports/meta.ts';
import { type Block, section } from '../blocks.ts';
import { type Message, message } from '../limits.ts';
import { lines } from '../lines.ts';
import { assetCommand, assetNumber, assetWords, OWNERSHIP, taskNames, taskWords } from '../words.ts';
import { type AssetFacts, access } from './who.ts';

/** Answer to `show`: whose the asset is, how far access may go, who has it, and where record and Meta differ. */
export function show(facts: AssetFacts & { levels?: readonly string[] }): Message {
  const { asset, info } = facts;
  const title = assetWords(asset, info?.name ?? facts.grants[0]?.assetName);
  if (!info) {
    const missing = `Meta shows no ${assetNumber(asset)} to this business. Check the number, or ask the customer to share it.`;
    return message(title, [section(`*${title}*\n${missing}`), ...(facts.grants.length > 0 ? access(facts) : [])]);
  }
  return message(title, [section(`*${title}*`), ...ceiling(info, facts.levels), ...access(facts)]);
}

function ceiling({ asset, ownership, permitted }: AssetInfo, levels: readonly string[] = []): Block[] {
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

import type { AssetRef } from '../access/asset.ts';
import type { Refusal } from '../access/refusal.ts';
import { ASKING } from './ask-button.ts';
import { listed, safe } from './text.ts';
import { when } from './when.ts';
import { assetCommand, assetNumber, assetWords, contentWords, person, taskNames, taskWords } from './words.ts';

type AssetRefusal = Extract<
  Refusal,
  {
    code:
      | 'asset_unknown'
      | 'asset_not_shared'
      | 'asset_pending'
      | 'customer_asked'
      | 'ask_unwarned'
      | 'asks_spent'
      | 'asks_off'
      | 'nothing_to_leave'
      | 'leave_in_use'
      | 'leave_owned'
      | 'in_hand'
      | 'group_empty'
      | 'group_changed'
      | 'group_unknown'
      | 'group_ambiguous'
      | 'level_unknown'
      | 'above_ceiling';
  }
>;

/** Words for refusals that are about an asset and how far access to it may go. */
export function assetRefusal(refusal: AssetRefusal): string {
  switch (refusal.code) {
    case 'asset_unknown':
      return `Meta shows no ${assetNumber(refusal.asset)} to this business. Check the number; if it is right, ask the customer to share it with us.${viaLead(refusal)}`;
    case 'asset_not_shared':
      return `${assetWords(refusal.asset, refusal.name)} is not shared with our business, so nobody here can be given access. Ask the customer to share it in their Business Settings, then ask again.${viaLead(refusal)}`;
    case 'asset_pending':
      return `We have asked for ${assetWords(refusal.asset, refusal.name)}, and the customer has not agreed yet. Remind them to accept it in their Business Settings, then ask again.${viaLead(refusal)}`;
    case 'customer_asked': {
      const who =
        refusal.by && refusal.at !== undefined ? `: ${person(refusal.by)} had them asked ${when(refusal.at)}` : '';
      return `The customer is asked already${who}. Nothing was sent again, since repeated requests look like spam. ${safe(refusal.id, 60)} goes on by itself when they agree; see \`/access why ${safe(refusal.id, 60)}\`.`;
    }
    case 'ask_unwarned':
      return `${safe(refusal.id, 60)} is about ${assetNumber(refusal.asset)}, which is not shared with us. ${ASKING} Nothing was sent yet; press the button to go on.`;
    case 'nothing_to_leave':
      return `${safe(refusal.id, 60)} is not over, or what it was about was left already, so nothing was done. See \`/access why ${safe(refusal.id, 60)}\`.`;
    case 'leave_in_use':
      return `${safe(refusal.id, 60)} is still about the same asset, so the business stays on it. Look at it with \`/access why ${safe(refusal.id, 60)}\`, and leave when it is over.`;
    case 'leave_owned':
      return `The ${assetNumber(refusal.asset)} belongs to our business by now, so it is not left. Ask an admin of the business if that is not right.`;
    case 'in_hand':
      return `Hallpass is at it, or was until a moment ago, so nothing was sent again for ${safe(refusal.id, 60)}. Look in half a minute with \`/access why ${safe(refusal.id, 60)}\`, and try again if nothing came of it.`;
    case 'asks_off':
      return 'Customers are not asked for their Pages through Hallpass here. Ask the customer to share it in their Business Settings, then ask again.';
    case 'asks_spent':
      return `Today ${refusal.max} customers were asked already, which is the most for a day: requests that are reported as spam can lock our Business Manager. Approve it tomorrow, or ask the customer to share it by themselves.`;
    case 'group_empty':
      return `There is nothing in the project “${safe(refusal.name, 80)}”, so there is nothing to give. Put its Pages and ad accounts into the asset group in Business Settings, or ask for them by number.`;
    case 'group_changed':
      return `What is in the project changed since ${safe(refusal.id, 60)} was asked for, so nothing was approved. It now holds ${contentWords(refusal.contains)}. Look at the card, which shows it, and approve again if that is right.`;
    case 'group_unknown': {
      const there =
        refusal.names.length > 0 ? `There is ${options(refusal.names)}.` : 'The business has no asset groups.';
      return `The business has no project “${safe(refusal.name, 80)}”. ${there} Ask with the name as it is in Business Settings, or by number.`;
    }
    case 'group_ambiguous':
      return `More than one project is named “${safe(refusal.name, 80)}”. Ask by number: ${listed(
        refusal.ids.slice(0, 10).map((id) => `\`project ${id}\``),
        'or',
      )}.`;
    case 'level_unknown': {
      const meant = refusal.suggestion ? ` Did you mean *${safe(refusal.suggestion, 40)}*?` : '';
      return `There is no level “${safe(refusal.level, 40)}”.${meant} Choose ${options(refusal.levels)}.`;
    }
    case 'above_ceiling': {
      const whose = refusal.ownership === 'client' ? 'the customer allows us' : 'is possible there';
      const next =
        refusal.within.length > 0
          ? `Ask again as ${options(refusal.within)}.`
          : 'No level fits into that. Ask the customer to allow more, or whoever runs Hallpass to add a level.';
      return `The level ${safe(refusal.level, 40)} (${taskNames(refusal.tasks)}) goes beyond what ${whose}: ${taskWords(refusal.ceiling) || 'nothing'} (${taskNames(refusal.ceiling)}). ${next}`;
    }
  }
}

/** A lead can have the customer asked, and the request then waits for the answer. */
const viaLead = ({ asset, asks }: { asset: AssetRef; asks?: 'never' }): string =>
  asset.kind === 'page' && asks !== 'never'
    ? ` Or let Hallpass ask and wait: \`/access ask ${assetCommand(asset)} for ticket NUMBER\`, which a lead decides.`
    : '';

const options = (levels: readonly string[]): string =>
  listed(
    levels.slice(0, 20).map((level) => `*${safe(level, 40)}*`),
    'or',
  ) || 'another one (none is set up: tell whoever runs Hallpass)';

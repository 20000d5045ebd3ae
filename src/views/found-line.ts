import { parseAssetKey } from '../access/asset.ts';
import type { FoundEvent } from '../access/event.ts';
import { safe } from './text.ts';
import { assetWords, person, taskNames } from './words.ts';

/** One line for what happened to access that no grant stands behind. */
export function foundLine({ kind, actor, detail = {} }: FoundEvent): string {
  const asset = parseAssetKey(detail.asset ?? '');
  const where = asset ? ` on ${assetWords(asset, detail.asset_name)}` : '';
  const what = `${taskNames((detail.tasks ?? '').split(','))} of *${safe(detail.name ?? 'somebody', 80)}*${where}`;
  const who = person(actor);
  switch (kind) {
    case 'found':
      return `${what} was found${detail.beside ? ` beside ${safe(detail.beside.replaceAll(',', ', '), 200)}` : ''}, not given by Hallpass.`;
    case 'found-standing':
      return `${what}: ${who} lets it stand.`;
    case 'found-undone':
      return `${what}: ${who} takes back that it may stand.`;
    case 'found-removing':
      return `${what}: ${who} has it taken away.`;
    case 'found-removed':
      return `${what} was taken away, seen at Meta.`;
    case 'found-adopted':
      return `${what}: ${who} gave it an end, as ${safe(detail.became ?? 'a grant', 30)}.`;
    case 'found-gone':
      return `${what}: nothing of it was left to decide.`;
    case 'reconcile-stopped':
      return 'Hallpass stopped changing what Meta shows otherwise: it was too much.';
    case 'reconcile-resumed':
      return `${who} let Hallpass go on.`;
  }
}

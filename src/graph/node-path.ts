import type { AssetRef } from '../access/asset.ts';
import { MetaError } from '../access/ports/meta.ts';
import { edges } from './contract.ts';
import * as words from './error-words.ts';

/** The edges of an asset's kind and the id that Graph knows it by: ad accounts are `act_<digits>` there, bare digits everywhere else. */
export function nodeOf(asset: AssetRef) {
  if (asset.kind === 'group') throw new MetaError('invalid', words.groupsUnsupported);
  return asset.kind === 'page' ? { of: edges.page, id: asset.id } : { of: edges.adaccount, id: `act_${asset.id}` };
}

/** Graph's id as the rest of Hallpass writes it. */
export const bareId = (id: string): string => id.replace(/^act_/, '');

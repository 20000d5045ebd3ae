import type { AssetRef } from '../access/asset.ts';
import { MetaError } from '../access/ports/meta.ts';
import { edges } from './contract.ts';
import * as words from './error-words.ts';

/** The edges of an asset's kind and the id that Graph knows it by: ad accounts are `act_<digits>` there, bare digits everywhere else. */
export function nodeOf(asset: AssetRef) {
  if (asset.kind === 'group') throw new MetaError('invalid', words.notAnAssetWithPeople);
  return { of: asset.kind === 'page' ? edges.page : edges.adaccount, id: graphId(asset) };
}

/** An asset's id as Graph writes it. */
export const graphId = ({ kind, id }: AssetRef): string => (kind === 'adaccount' ? `act_${id}` : id);

/** Graph's id as the rest of Hallpass writes it. */
export const bareId = (id: string): string => id.replace(/^act_/, '');

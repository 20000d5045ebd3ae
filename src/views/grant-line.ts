import type { Grant } from '../access/grant.ts';
import { shortState } from './headline.ts';
import { safe } from './text.ts';
import { assetWords, person } from './words.ts';

/** A grant in one line of a list; `who` names the holder too. */
export function grantLine(grant: Grant, { who = false }: { who?: boolean } = {}): string {
  const holder = who ? ` · ${person(grant.requester)}` : '';
  return `*${grant.id}*${holder} · ${assetWords(grant.asset, grant.assetName)} · ${safe(grant.level, 40)} · ticket ${safe(grant.ticket, 60)} · ${shortState(grant)}`;
}

import { z } from 'zod';

/** What can be granted: a Page, an ad account, or a business asset group. Ids are decimal strings, since Meta's may exceed 2^53. */
export const AssetKind = z.enum(['page', 'adaccount', 'group']);
export type AssetKind = z.infer<typeof AssetKind>;

/** One asset of a business; `id` is bare digits, for ad accounts too (Graph writes `act_<id>`). */
export const AssetRef = z.object({ kind: AssetKind, id: z.string().regex(/^[1-9]\d{0,29}$/) });
export type AssetRef = z.infer<typeof AssetRef>;

/** Who owns an asset, seen from the business: owned by it, shared by a client, asked for and waiting, or not shared with it. */
export type Ownership = 'owned' | 'client' | 'pending' | 'none';

/** The one text form of an asset, used in keys and button values: `page:123`. */
export const assetKey = (asset: AssetRef): string => `${asset.kind}:${asset.id}`;

/** Reads `page:123` back; null when it is anything else. */
export function parseAssetKey(text: string): AssetRef | null {
  const [kind, id] = text.split(':');
  const parsed = AssetRef.safeParse({ kind, id });
  return parsed.success ? parsed.data : null;
}

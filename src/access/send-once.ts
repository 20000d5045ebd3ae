import { type AssetRef, assetKey } from './asset.ts';
import type { Desk } from './desk.ts';
import type { Ms } from './grant.ts';
import { MetaError } from './ports/meta.ts';

/** Writes that must not be sent twice, and that Meta may not show: asking for a Page, leaving an asset. */
export type Delicate = 'ask' | 'leave';

const nameOf = (what: Delicate, asset: AssetRef): string => `${what}:${assetKey(asset)}`;

/**
 * Sends such a write. That it is about to leave is written down first and stands until `settled`, so that whoever comes after a
 * crash knows; only what surely did nothing is forgotten at once.
 */
export async function sendOnce<T>(desk: Desk, what: Delicate, asset: AssetRef, write: () => Promise<T>): Promise<T> {
  await desk.ledger.noteSending(nameOf(what, asset), desk.clock.now());
  try {
    return await write();
  } catch (error) {
    if (error instanceof MetaError && !error.ambiguous) await settled(desk, what, asset);
    throw error;
  }
}

/** When such a write was about to leave that nobody has settled; null: there is none. */
export const sentAt = ({ ledger }: Desk, what: Delicate, asset: AssetRef): Promise<Ms | null> =>
  ledger.sending(nameOf(what, asset));

/** What became of the write is committed. */
export const settled = ({ ledger }: Desk, what: Delicate, asset: AssetRef): Promise<void> =>
  ledger.noteSending(nameOf(what, asset), null);

import type { AssetRef } from '../src/access/asset.ts';
import type { GrantIn } from '../src/access/grant.ts';
import type { Ledger } from '../src/access/ports/ledger.ts';
import { putActive } from './ending.ts';

const AT_ONCE = 200;
/** Events of a grant that ran its course. */
export const EACH = 5;

/** Puts in grants that ran their course long ago, each through its real transitions; two hundred people, and five grants an asset unless it is named. */
export async function populatePast(
  ledger: Ledger,
  { count, from, asset }: { count: number; from: number; asset?: AssetRef },
): Promise<void> {
  let next = from;
  const one = async (number: number) => {
    const where = asset ?? ({ kind: 'page', id: String(7_000_000_000 + Math.floor(number / 5)) } as const);
    const principal = String(800_000_000_000_000 + number);
    const expiresAt = Date.now() - 60_000;
    const requester = `U0AGENT${number % 200}`;
    const active = await putActive(ledger, { asset: where, principal, number, requester, expiresAt });
    const { expiresAt: _, remindAt: __, reminded: ___, asked: ____, moved: _____, more: ______, ...rest } = active;
    const over = { endsAt: expiresAt, endReason: 'expired' } as const;
    const ending: GrantIn<'ending'> = {
      ...rest,
      ...over,
      state: 'ending',
      version: active.version + 1,
      nagAt: expiresAt,
    };
    await commit(ledger, ending, 'ending');
    const { nagAt: _______, ...ended } = ending;
    await commit(ledger, { ...ended, state: 'ended', version: ending.version + 1, provedAt: expiresAt + 400 }, 'ended');
  };
  const lane = async () => {
    while (next < from + count) await one(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

async function commit(ledger: Ledger, grant: GrantIn<'ending' | 'ended'>, kind: 'ending' | 'ended'): Promise<void> {
  const detail = kind === 'ended' ? { reason: 'expired', late: 400 } : { reason: 'expired' };
  const word = await ledger.commit(grant, { kind, at: grant.endsAt, actor: 'hallpass', detail });
  if (word !== 'ok') throw new Error(`${grant.id}: ${word}`);
}

import type { AssetRef } from '../src/access/asset.ts';
import type { GrantIn } from '../src/access/grant.ts';
import type { Ledger } from '../src/access/ports/ledger.ts';

const HOUR = 3_600_000;
const AT_ONCE = 200;
/** More than putting one grant in takes; ms. */
const EACH = 2;

/** `lead`: between the putting in and the end, ms. */
type Ending = { count: number; asset(number: number): AssetRef; person(number: number): string; lead?: number };

/** Puts in grants that were given an hour ago and that all end at the same moment, which it answers. */
export async function endTogether(ledger: Ledger, { count, asset, person, lead = 3_000 }: Ending): Promise<number> {
  const end = Date.now() + lead + count * EACH;
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const number = next++;
      await putActive(ledger, { asset: asset(number), principal: person(number), number, expiresAt: end });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  if (Date.now() > end - 500) throw new Error('The grants end before all of them are there: raise EACH.');
  return end;
}

/** `number` makes it one of its own; `requester` is somebody of its own unless named. */
type Put = { asset: AssetRef; principal: string; number: number; requester?: string };

/** Puts in a request of `at` that a lead approved at once. */
export async function putApproved(
  ledger: Ledger,
  { asset, principal, number, requester = `U0AGENT${number}` }: Put,
  at: number,
) {
  const created = await ledger.create(
    {
      state: 'pending',
      asset,
      assetName: `Bench ${asset.id}`,
      ownership: 'owned',
      principal,
      requester,
      ticket: String(number + 1),
      level: 'analyst',
      tasks: ['ANALYZE'],
      duration: HOUR,
      channel: 'C0SUPPORT',
      requestedAt: at,
      lapsesAt: at + 8 * HOUR,
    },
    { kind: 'requested', at, actor: requester },
  );
  if (created.kind !== 'ok') throw new Error(`${created.id} is open already`);
  const { lapsesAt: _, ...request } = created.grant;
  const approval = { version: 2, approvedBy: 'U0LEAD', approvedAt: at, giveUpAt: at + HOUR };
  const granting: GrantIn<'granting'> = { ...request, ...approval, state: 'granting' };
  await ledger.commit(granting, { kind: 'approved', at, actor: 'U0LEAD' });
  return granting;
}

/** Puts in a grant that was given an hour ago. */
export async function putActive(ledger: Ledger, put: Put & { expiresAt: number }): Promise<GrantIn<'active'>> {
  const at = Date.now() - HOUR;
  const granting = await putApproved(ledger, put, at);
  await ledger.noteWrite(put.asset, put.principal, { generation: 1, baseline: [], at });
  const { giveUpAt: _, ...approved } = granting;
  const active: GrantIn<'active'> = {
    ...approved,
    state: 'active',
    version: 3,
    activeAt: at,
    expiresAt: put.expiresAt,
    remindAt: at,
    reminded: true,
  };
  await ledger.commit(active, { kind: 'activated', at, actor: 'hallpass' });
  return active;
}

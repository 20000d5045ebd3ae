import type { GrantIn } from '../src/access/grant.ts';
import type { Ledger } from '../src/access/ports/ledger.ts';

const HOUR = 3_600_000;
const AT_ONCE = 200;
/** More than putting one grant in takes; ms. */
const EACH = 2;

type Ending = { count: number; first: number; person(number: number): string };

/** Puts in grants that were given an hour ago and that all end at the same moment, which it answers. */
export async function endTogether(ledger: Ledger, { count, first, person }: Ending): Promise<number> {
  const end = Date.now() + 3_000 + count * EACH;
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const number = next++;
      await put(ledger, { page: String(first + number), principal: person(number), number, expiresAt: end });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  if (Date.now() > end - 500) throw new Error('The grants end before all of them are there: raise EACH.');
  return end;
}

type Put = { page: string; principal: string; number: number; expiresAt: number };

async function put(ledger: Ledger, { page, principal, number, expiresAt }: Put): Promise<void> {
  const at = Date.now() - HOUR;
  const asset = { kind: 'page', id: page } as const;
  const requester = `U0AGENT${number}`;
  const created = await ledger.create(
    {
      state: 'pending',
      asset,
      assetName: `Bench Page ${page}`,
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
  await ledger.noteWrite(asset, principal, { generation: 1, baseline: [], at });
  const { giveUpAt: __, ...approved } = granting;
  const active: GrantIn<'active'> = {
    ...approved,
    state: 'active',
    version: 3,
    activeAt: at,
    expiresAt,
    remindAt: at,
    reminded: true,
  };
  await ledger.commit(active, { kind: 'activated', at, actor: 'hallpass' });
}

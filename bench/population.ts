import { remindAt } from '../src/access/deadlines.ts';
import type { GrantIn } from '../src/access/grant.ts';
import type { Ledger } from '../src/access/ports/ledger.ts';
import { defaults } from '../src/policy-file/defaults.ts';

const HOUR = 3_600_000;
const AT_ONCE = 100;

/** Puts `count` live grants into a ledger, each through its real transitions: five an asset, one a ticket, two hundred people. */
export async function populate(ledger: Ledger, count: number, from = 0): Promise<void> {
  let next = from;
  const one = async (n: number) => {
    const now = Date.now();
    const asset = { kind: 'page', id: String(7_000_000_000 + Math.floor(n / 5)) } as const;
    const requester = `U0AGENT${n % 200}`;
    const created = await ledger.create(
      {
        state: 'pending',
        asset,
        assetName: `Customer Page ${Math.floor(n / 5)}`,
        ownership: 'client',
        principal: String(800_000_000_000_000 + n),
        requester,
        ticket: String(500_000 + n),
        level: 'analyst',
        tasks: ['ANALYZE'],
        duration: 6 * HOUR,
        because: 'ads stopped on Monday',
        channel: 'C0SUPPORT',
        requestedAt: now,
        lapsesAt: now + 8 * HOUR,
      },
      { kind: 'requested', at: now, actor: requester },
    );
    if (created.kind !== 'ok') throw new Error(`${created.id} is open already`);
    const { lapsesAt: _, ...request } = created.grant;
    const granting: GrantIn<'granting'> = {
      ...request,
      state: 'granting',
      version: 2,
      approvedBy: 'U0LEA',
      approvedAt: now,
      giveUpAt: now + HOUR,
    };
    await ledger.commit(granting, { kind: 'approved', at: now, actor: 'U0LEA' });
    await ledger.noteWrite(asset, request.principal, { generation: 1, baseline: [], at: now });
    const { giveUpAt: __, ...approved } = granting;
    const expiresAt = now + 6 * HOUR + n;
    const active: GrantIn<'active'> = {
      ...approved,
      state: 'active',
      version: 3,
      activeAt: now,
      expiresAt,
      remindAt: remindAt(defaults, now, expiresAt),
    };
    await ledger.commit(active, { kind: 'activated', at: now, actor: 'hallpass' });
  };
  const lane = async () => {
    while (next < count) {
      const n = next;
      next += 1;
      await one(n);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

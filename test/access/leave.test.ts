import { describe, expect, it } from 'vitest';
import { deny } from '../../src/access/deny.ts';
import { release } from '../../src/access/end.ts';
import { leave } from '../../src/access/leave.ts';
import type { Rules } from '../../src/access/policy-rules.ts';
import type { Messenger } from '../../src/access/ports/slack.ts';
import { request } from '../../src/access/request.ts';
import { converge } from '../../src/jobs/converge.ts';
import { leaveJob } from '../../src/jobs/leave-job.ts';
import { card } from '../../src/views/card.ts';
import { decided } from '../../src/views/replies/decided.ts';
import { value, wish } from '../support/desk.ts';
import { MINUTE } from '../support/grants.ts';
import { ACME, ANA, BEN, EU, HELP, type MetaDesk, metaDesk } from '../support/meta-desk.ts';
import { silent } from '../support/silent-log.ts';

const open = (rules: Partial<Rules> = {}) => metaDesk({ rules });
const ACCOUNT = { kind: 'adaccount', id: '123' } as const;

/** One of Ana's grants, over. */
async function over(desk: MetaDesk, changes = {}): Promise<string> {
  const { id, requester } = await desk.given(changes);
  await release(desk, { actor: requester, id });
  await desk.pump.once();
  expect((await desk.now(id)).state).toBe('ended');
  return id;
}

const standing = ({ graph }: MetaDesk, id: string) =>
  graph.world.assets().find((asset) => asset.id === id)?.businesses[EU]?.ownership;
const sent = ({ graph }: MetaDesk) =>
  graph.calls.filter(
    ({ method, edge }) => method === 'DELETE' && ['pages', 'ad_accounts', 'owned_pages'].includes(edge),
  );

describe('a customer’s asset, when its last access is over', () => {
  it.each([
    [ACME, '123'],
    [ACCOUNT, 'act_123'],
  ] as const)('is left by a lead, which is seen at Meta: %j', async (asset, node) => {
    const desk = await open();
    const id = await over(desk, { asset });
    expect(await desk.now(id)).toMatchObject({ leave: 'ask' });

    expect(await leave(desk, { actor: 'U0ANA', id })).toMatchObject({ refusal: { code: 'not_approver' } });
    const left = value(await leave(desk, { actor: 'U0LEA', id }));

    expect(left).toMatchObject({ state: 'ended', left: { by: 'U0LEA' } });
    expect(left).not.toHaveProperty('leave');
    expect(standing(desk, node)).toBeUndefined();
    expect((await desk.history(id)).slice(-2)).toEqual(['ended', 'left']);
    expect(await leave(desk, { actor: 'U0LEA', id })).toMatchObject({ refusal: { code: 'nothing_to_leave' } });
    expect(sent(desk)).toHaveLength(1);
  });

  it('is not said to be kept when the lists could not be read after it was sent', async () => {
    const desk = await open();
    const id = await over(desk);
    desk.graph.faults.next({ edge: 'owned_pages' }, { kind: 'slow', ms: 1 });
    desk.graph.faults.next({ edge: 'owned_pages' }, { kind: 'error', code: 190 });

    expect(await leave(desk, { actor: 'U0LEA', id })).toMatchObject({ refusal: { code: 'meta_unsure' } });
    expect(sent(desk)).toHaveLength(1);
    expect(value(await leave(desk, { actor: 'U0LEA', id }))).toMatchObject({ left: { by: 'U0LEA' } });
    expect(sent(desk)).toHaveLength(1);
  });

  it('is not left, nor offered to be, while anybody else’s request or access is open', async () => {
    const desk = await open();
    const bens = await desk.given({ requester: 'U0BEN', ticket: '9' });
    expect(await desk.now(await over(desk))).not.toHaveProperty('leave');

    await release(desk, { actor: 'U0BEN', id: bens.id });
    await desk.pump.once();
    const again = value(await request(desk, wish({ ticket: '10' })));

    expect(await leave(desk, { actor: 'U0LEA', id: bens.id })).toMatchObject({
      refusal: { code: 'leave_in_use', id: again.id },
    });
    expect(sent(desk)).toEqual([]);
  });

  it('is offered once when the last accesses end in the same instant', async () => {
    for (let round = 0; round < 5; round += 1) {
      const desk = await open();
      const ids = [(await desk.given()).id, (await desk.given({ requester: 'U0BEN', ticket: '9' })).id];
      await Promise.all([
        release(desk, { actor: 'U0ANA', id: ids[0] ?? '' }),
        release(desk, { actor: 'U0BEN', id: ids[1] ?? '' }),
      ]);

      await Promise.all([ANA, BEN].map((principal) => converge(desk, { asset: ACME, principal }, silent, [0])));

      const ended = await Promise.all(ids.map((id) => desk.now(id)));
      expect(ended.map(({ state }) => state)).toEqual(['ended', 'ended']);
      expect(ended.filter((grant) => 'leave' in grant)).toHaveLength(1);
    }
  });

  it('is not left while a project that it is in is used', async () => {
    const desk = await open();
    desk.graph.world.addGroup({ id: '6001', name: 'Acme', business: EU, assets: ['123'] });
    const id = await over(desk);
    const project = await desk.given({ asset: { kind: 'group', id: '6001' }, ticket: '9' });

    expect(await leave(desk, { actor: 'U0LEA', id })).toMatchObject({
      refusal: { code: 'leave_in_use', id: project.id },
    });
    expect(sent(desk)).toEqual([]);
  });

  it.each([1, 10])(
    'is not left while a project is used that it may be in, where Meta does not tell: code %i',
    async (code) => {
      const desk = await open();
      desk.graph.world.addGroup({ id: '6001', name: 'Acme', business: EU, assets: ['123'] });
      const id = await over(desk);
      await desk.given({ asset: { kind: 'group', id: '6001' }, ticket: '9' });
      desk.clock.move(MINUTE);
      desk.graph.faults.next({ edge: 'contained_pages' }, { kind: 'error', code }, 5);

      const left = await leave(desk, { actor: 'U0LEA', id });

      expect(left).toMatchObject({ refusal: { code: 'leave_in_use' } });
      expect(sent(desk)).toEqual([]);
    },
  );

  it('is not said to be unchanged when Meta took it and does not show it yet', async () => {
    const desk = await open();
    const id = await over(desk);
    desk.graph.faults.next({ method: 'DELETE', edge: 'pages' }, { kind: 'success-false' });

    expect(await leave(desk, { actor: 'U0LEA', id })).toMatchObject({ refusal: { code: 'meta_unsure' } });
    desk.clock.move(MINUTE);
    expect(value(await leave(desk, { actor: 'U0LEA', id }))).toHaveProperty('left');
  });

  it('is never left where the business owns it, also when it came to own it meanwhile', async () => {
    const desk = await open();
    expect(await desk.now(await over(desk, { asset: HELP, requester: 'U0BEN' }))).not.toHaveProperty('leave');
    expect(desk.holds(HELP, BEN)).toEqual(['ANALYZE']);

    const id = await over(desk, { ticket: '9' });
    desk.graph.world.claim({ asset: '123', business: EU });

    expect(await leave(desk, { actor: 'U0LEA', id })).toMatchObject({ refusal: { code: 'leave_owned' } });
    expect(sent(desk)).toEqual([]);
  });

  it('is not said to be left by us where the customer took it back before', async () => {
    const desk = await open();
    const id = await over(desk);
    desk.graph.world.unshare({ asset: '123', business: EU });

    const left = value(await leave(desk, { actor: 'U0LEA', id }));

    expect(left).toMatchObject({ left: { by: 'U0LEA', gone: true } });
    expect(JSON.stringify(card(left))).toContain('not in our business any more');
    expect(JSON.stringify(decided('left', left))).not.toContain('has left');
    expect(sent(desk)).toEqual([]);
  });

  it('is not offered where the rules say never, and due where they say always', async () => {
    const [never, always] = [await open({ leaveClientAssets: 'never' }), await open({ leaveClientAssets: 'always' })];

    expect(await never.now(await over(never))).not.toHaveProperty('leave');
    expect(await always.now(await over(always))).toMatchObject({ leave: 'due' });
  });

  it('counts as left when the answer was lost and Meta shows it gone', async () => {
    const desk = await open();
    const id = await over(desk);
    desk.graph.faults.next({ method: 'DELETE', edge: 'pages' }, { kind: 'cut-after' });

    expect(value(await leave(desk, { actor: 'U0LEA', id }))).toHaveProperty('left');
    expect(sent(desk)).toHaveLength(1);
  });

  it('does not count as left while Meta shows it', async () => {
    const desk = await open();
    const id = await over(desk);
    desk.graph.faults.next({ method: 'DELETE', edge: 'pages' }, { kind: 'error', code: 200 });

    expect(await leave(desk, { actor: 'U0LEA', id })).toMatchObject({ refusal: { code: 'meta_refused' } });
    expect(await desk.now(id)).toMatchObject({ leave: 'ask' });
    expect(standing(desk, '123')).toBe('client');

    expect(value(await leave(desk, { actor: 'U0LEA', id }))).toHaveProperty('left');
    expect(sent(desk)).toHaveLength(2);
  });

  it('is left once when the process dies before that is committed and the customer shares it again', async () => {
    const desk = await open();
    const id = await over(desk);
    let writes = 0;
    const meta = {
      ...desk.meta,
      leave: async (_: unknown, send: (write: () => Promise<void>) => Promise<void>) => {
        await send(async () => {
          writes += 1;
        });
        return 'left' as const;
      },
    };
    const dying = { ...desk.ledger, commit: async () => Promise.reject(new Error('the process died')) };
    await expect(leave({ ...desk, meta, ledger: dying }, { actor: 'U0LEA', id })).rejects.toThrow('died');

    expect(value(await leave({ ...desk, meta }, { actor: 'U0LEA', id }))).toHaveProperty('left');
    expect(writes).toBe(1);
    expect(await desk.ledger.sending('leave:page:123')).toBeNull();
  });
});

describe('the job that leaves by itself', () => {
  const job = (desk: MetaDesk, id: string) =>
    leaveJob.run(
      { desk, messenger: {} as Messenger, log: silent },
      { grant: id },
      { tries: 1, remember: async () => {} },
    );

  it('comes again while a dead one seems to be at it, and while something needs the asset that may come to nothing', async () => {
    const desk = await open({ leaveClientAssets: 'always' });
    const id = await over(desk);
    const dead = await desk.ledger.lease('leave:page:123', 60_000);

    await expect(job(desk, id)).rejects.toThrow('in_hand');
    expect(await leave(desk, { actor: 'U0LEA', id })).toMatchObject({ refusal: { code: 'in_hand' } });
    await dead?.release();
    const other = value(await request(desk, wish({ ticket: '9' })));
    await expect(job(desk, id)).rejects.toThrow('leave_in_use');
    value(await deny(desk, { actor: 'U0LEA', id: other.id, because: 'no' }));
    await job(desk, id);

    expect(await desk.now(id)).toHaveProperty('left');
    expect(sent(desk)).toHaveLength(1);
  });
});

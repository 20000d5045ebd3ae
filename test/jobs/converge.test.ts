import { describe, expect, it } from 'vitest';
import { approve } from '../../src/access/approve.ts';
import { release, revoke } from '../../src/access/end.ts';
import { extend } from '../../src/access/extend.ts';
import { value } from '../support/desk.ts';
import { HOUR, MINUTE, START } from '../support/grants.ts';
import { ACME, BEN, CAFE, HELP, metaDesk } from '../support/meta-desk.ts';

const MANAGER = ['ADVERTISE', 'ANALYZE', 'CREATE_CONTENT', 'MANAGE', 'MODERATE'];

describe('a grant from beginning to end', () => {
  it('is given, starts its clock when it was seen, expires, is taken away, and has ended when that was seen', async () => {
    const desk = await metaDesk();
    const { id } = await desk.approved({ duration: HOUR });
    desk.clock.move(5_000);

    await desk.pump.once();
    const active = await desk.now(id);
    expect(active).toMatchObject({ state: 'active', activeAt: START + 5_000, expiresAt: START + 5_000 + HOUR });
    expect(desk.holds()).toEqual(['ANALYZE']);

    await desk.pump.advance(HOUR);
    expect(await desk.now(id)).toMatchObject({
      state: 'ended',
      endReason: 'expired',
      endsAt: START + 5_000 + HOUR,
      provedAt: START + 5_000 + HOUR,
    });
    expect(desk.holds()).toEqual([]);
    expect(await desk.history(id)).toEqual(['requested', 'approved', 'activated', 'reminded', 'ending', 'ended']);
    expect(desk.trace).toEqual([
      `${id} granting`,
      ...['GET', 'POST', 'GET', `${id} active`],
      ...['GET', 'DELETE', 'GET', `${id} ended`],
    ]);
  });

  it('works the same on an ad account', async () => {
    const desk = await metaDesk();
    const asset = { kind: 'adaccount', id: '123' } as const;
    const { id } = await desk.given({ asset, level: 'advertiser' });
    expect(desk.holds(asset)).toEqual(['ADVERTISE', 'ANALYZE']);

    await desk.pump.advance(HOUR);

    expect((await desk.now(id)).state).toBe('ended');
    expect(desk.holds(asset)).toEqual([]);
  });

  it('stays given when it is extended, and ends at the new time', async () => {
    const desk = await metaDesk();
    const { id } = await desk.given();
    await desk.pump.advance(30 * MINUTE);
    value(await extend(desk, { actor: 'U0ANA', id, duration: HOUR }));
    value(await approve(desk, { actor: 'U0LEA', id }));

    await desk.pump.advance(90 * MINUTE - 1);
    expect([(await desk.now(id)).state, desk.holds()]).toEqual(['active', ['ANALYZE']]);
    expect(desk.writes()).toEqual(['POST ANALYZE']);

    await desk.pump.advance(1);
    expect([(await desk.now(id)).state, desk.holds()]).toEqual(['ended', []]);
  });

  it('is taken away at once when it is released', async () => {
    const desk = await metaDesk();
    const { id } = await desk.given();
    await desk.pump.advance(10 * MINUTE);

    value(await release(desk, { actor: 'U0ANA', id }));
    await desk.pump.once();

    expect(await desk.now(id)).toMatchObject({ state: 'ended', endReason: 'released', provedAt: START + 10 * MINUTE });
    expect(desk.holds()).toEqual([]);
  });

  it('that is revoked before anything was written is ended by a read alone', async () => {
    const desk = await metaDesk();
    const { id } = await desk.approved();
    value(await revoke(desk, { actor: 'U0LEA', id }));

    await desk.pump.once();

    expect(await desk.now(id)).toMatchObject({ state: 'ended', endReason: 'revoked' });
    expect(desk.trace).toEqual([`${id} granting`, `${id} ending`, 'GET', `${id} ended`]);
  });

  it('reads and changes nothing when converge runs once more', async () => {
    const desk = await metaDesk();
    const { id } = await desk.given();
    await desk.pump.advance(HOUR);
    const before = { grant: await desk.now(id), writes: desk.writes(), history: await desk.history(id) };
    const pair = await desk.ledger.pair(ACME, before.grant.principal);

    expect(pair.grants).toEqual([]);
    await desk.pump.advance(HOUR);
    expect({ grant: await desk.now(id), writes: desk.writes(), history: await desk.history(id) }).toEqual(before);
  });
});

describe('two grants of one person on one asset', () => {
  it('are held as one, and each leaves what the other needs', async () => {
    const desk = await metaDesk();
    const ads = await desk.given({ level: 'advertiser', duration: HOUR });
    await desk.pump.advance(30 * MINUTE);
    const moderation = await desk.given({ level: 'moderator', ticket: '457', duration: HOUR });
    expect(desk.holds()).toEqual(['ADVERTISE', 'ANALYZE', 'MODERATE']);

    await desk.pump.advance(30 * MINUTE);
    expect(await desk.now(ads.id)).toMatchObject({
      state: 'ended',
      kept: { tasks: ['ADVERTISE', 'ANALYZE'], through: [moderation.id] },
    });
    expect((await desk.ledger.timeline(ads.id)).at(-1)?.detail).toMatchObject({
      kept: 'ADVERTISE,ANALYZE',
      through: moderation.id,
    });
    expect(desk.holds()).toEqual(['ADVERTISE', 'ANALYZE', 'MODERATE']);

    await desk.pump.advance(30 * MINUTE);
    const last = await desk.now(moderation.id);
    expect(last.state).toBe('ended');
    expect(last).not.toHaveProperty('kept');
    expect(desk.holds()).toEqual([]);
  });

  it('end with the remainder taken away and nothing else', async () => {
    const desk = await metaDesk();
    const wide = await desk.given({ level: 'editor', duration: 30 * MINUTE });
    await desk.pump.advance(2 * MINUTE);
    const narrow = await desk.given({ level: 'analyst', ticket: '457', duration: HOUR });

    await desk.pump.advance(30 * MINUTE);

    expect([(await desk.now(wide.id)).state, (await desk.now(narrow.id)).state]).toEqual(['ended', 'active']);
    expect(await desk.now(wide.id)).toMatchObject({ kept: { tasks: ['ANALYZE'], through: [narrow.id] } });
    expect(desk.holds()).toEqual(['ANALYZE']);
    expect(desk.writes()).toEqual(['POST ADVERTISE,ANALYZE,CREATE_CONTENT,MODERATE', 'POST ANALYZE']);
  });

  it('narrow a manager to an analyst', async () => {
    const desk = await metaDesk();
    const manager = await desk.given({ asset: HELP, level: 'manager', duration: 30 * MINUTE });
    const analyst = await desk.given({ asset: HELP, level: 'analyst', ticket: '457', duration: HOUR });
    expect(desk.holds(HELP)).toEqual(MANAGER);

    await desk.pump.advance(30 * MINUTE);
    expect([(await desk.now(manager.id)).state, (await desk.now(analyst.id)).state]).toEqual(['ended', 'active']);
    expect(desk.holds(HELP)).toEqual(['ANALYZE']);

    await desk.pump.advance(30 * MINUTE);
    expect(desk.holds(HELP)).toEqual([]);
  });

  it('that overlap for a moment never leave a gap: the second is there before the first goes', async () => {
    const desk = await metaDesk();
    await desk.given({ duration: HOUR });
    await desk.pump.advance(HOUR - 1);
    await desk.approved({ ticket: '457', duration: HOUR });
    await desk.pump.advance(1);

    expect(desk.holds()).toEqual(['ANALYZE']);
    expect(desk.graph.ledger.filter(({ assetId, after }) => assetId === '123' && after.length === 0)).toEqual([]);
  });

  it('of two people have nothing to do with each other', async () => {
    const desk = await metaDesk();
    await desk.given({ duration: HOUR });
    await desk.given({ requester: 'U0BEN', ticket: '457', duration: 2 * HOUR });

    await desk.pump.advance(HOUR);

    expect([desk.holds(ACME), desk.holds(ACME, BEN)]).toEqual([[], ['ANALYZE']]);
  });
});

describe('what a person held before', () => {
  it('is there again when the last grant has ended', async () => {
    const desk = await metaDesk();
    const { id } = await desk.given({ requester: 'U0BEN', asset: HELP, level: 'editor' });
    expect(desk.holds(HELP, BEN)).toEqual(['ADVERTISE', 'ANALYZE', 'CREATE_CONTENT', 'MODERATE']);

    await desk.pump.advance(HOUR);

    expect((await desk.now(id)).state).toBe('ended');
    expect(desk.holds(HELP, BEN)).toEqual(['ANALYZE']);
  });

  it('is not touched by a grant of the same', async () => {
    const desk = await metaDesk();
    const { id } = await desk.given({ requester: 'U0BEN', asset: HELP });

    await desk.pump.advance(HOUR);

    expect(await desk.now(id)).toMatchObject({ state: 'ended', kept: { tasks: ['ANALYZE'], through: ['before'] } });
    expect([desk.holds(HELP, BEN), desk.writes()]).toEqual([['ANALYZE'], []]);
  });

  it('may be more than what is granted', async () => {
    const desk = await metaDesk();
    desk.graph.world.assign({ asset: '1001', user: BEN, tasks: ['MODERATE', 'MESSAGING'] });
    const { id } = await desk.given({ requester: 'U0BEN', asset: HELP, level: 'advertiser' });
    expect(desk.holds(HELP, BEN)).toEqual(['ADVERTISE', 'ANALYZE', 'MESSAGING', 'MODERATE']);

    await desk.pump.advance(HOUR);

    expect((await desk.now(id)).state).toBe('ended');
    expect(desk.holds(HELP, BEN)).toEqual(['MESSAGING', 'MODERATE']);
  });

  it('may be full control, which no grant touches', async () => {
    const desk = await metaDesk();
    desk.graph.world.assign({ asset: '1001', user: BEN, tasks: ['MANAGE'] });
    const { id } = await desk.given({ requester: 'U0BEN', asset: HELP, level: 'editor' });

    await desk.pump.advance(HOUR);

    expect(await desk.now(id)).toMatchObject({
      state: 'ended',
      kept: { tasks: ['ADVERTISE', 'ANALYZE', 'CREATE_CONTENT', 'MODERATE'], through: ['before'] },
    });
    expect([desk.holds(HELP, BEN), desk.writes()]).toEqual([['MANAGE'], []]);
  });

  it('is given back under the names of the New Pages Experience', async () => {
    const desk = await metaDesk();
    const before = ['PROFILE_PLUS_MODERATE', 'PROFILE_PLUS_MANAGE_LEADS'];
    desk.graph.world.assign({ asset: '1003', user: BEN, tasks: before });
    const { id } = await desk.given({ requester: 'U0BEN', asset: CAFE, level: 'advertiser' });

    await desk.pump.advance(HOUR);

    expect((await desk.now(id)).state).toBe('ended');
    const held = await desk.meta.held(CAFE, BEN);
    expect(held?.toSorted()).toEqual(before.toSorted());
  });

  it('stays away where somebody took it away meanwhile', async () => {
    const desk = await metaDesk();
    const { id } = await desk.given({ requester: 'U0BEN', asset: HELP, level: 'advertiser' });
    desk.graph.world.unassign({ asset: '1001', user: BEN });

    await desk.pump.advance(HOUR);

    expect((await desk.now(id)).state).toBe('ended');
    expect(desk.holds(HELP, BEN)).toEqual([]);
  });

  it('is not named as kept once somebody took it away, though another grant gives the same', async () => {
    const desk = await metaDesk();
    const short = await desk.given({ requester: 'U0BEN', asset: HELP, duration: 10 * MINUTE });
    const long = await desk.given({ requester: 'U0BEN', asset: HELP, ticket: '457', duration: HOUR });
    desk.graph.world.unassign({ asset: '1001', user: BEN });

    await desk.pump.advance(11 * MINUTE);

    expect(await desk.now(short.id)).toMatchObject({
      state: 'ended',
      kept: { tasks: ['ANALYZE'], through: [long.id] },
    });
    await desk.pump.advance(HOUR);
    expect([await desk.now(long.id), desk.holds(HELP, BEN)]).toMatchObject([{ state: 'ended' }, []]);
    expect(await desk.now(long.id)).not.toHaveProperty('kept');
  });

  it('is remembered over several grants, also when the second comes soon after the first', async () => {
    const desk = await metaDesk();
    await desk.given({ requester: 'U0BEN', asset: HELP, level: 'advertiser', duration: 10 * MINUTE });
    await desk.pump.advance(11 * MINUTE);
    const { id } = await desk.given({ requester: 'U0BEN', asset: HELP, level: 'moderator', ticket: '457' });

    await desk.pump.advance(HOUR);

    expect((await desk.now(id)).state).toBe('ended');
    expect(desk.holds(HELP, BEN)).toEqual(['ANALYZE']);
  });
});

import { describe, expect, it } from 'vitest';
import { approve } from '../../src/access/approve.ts';
import { extend } from '../../src/access/extend.ts';
import { MetaError } from '../../src/access/ports/meta.ts';
import { refused, testDesk, value } from '../support/desk.ts';
import { next } from '../support/grants.ts';

/** Lea has a second account in Slack, U0BEN, which has her address for a moment: it asks as her. */
async function lent() {
  const desk = await testDesk();
  desk.directory.change('U0LEA', { email: 'away@northwind.example' });
  desk.directory.change('U0BEN', { email: 'lea@northwind.example' });
  const grant = await desk.ask({ requester: 'U0BEN' });
  desk.directory.change('U0BEN', { email: 'ben@northwind.example' });
  desk.directory.change('U0LEA', { email: ' LEA@northwind.example ' });
  return { desk, id: grant.id };
}

describe('whoever asked under a second account of theirs', () => {
  it('does not approve it under the first', async () => {
    const { desk, id } = await lent();

    expect(await refused(desk, id, () => approve(desk, { actor: 'U0LEA', id }))).toEqual({ code: 'self_approval' });
    expect(value(await approve(desk, { actor: 'U0LOU', id })).state).toBe('granting');
  });

  it('does not allow more time under the first', async () => {
    const { desk, id } = await lent();
    const granting = value(await approve(desk, { actor: 'U0LOU', id }));
    const at = desk.clock.now();
    await desk.ledger.commit(next(granting, 'active'), { kind: 'activated', at, actor: 'hallpass' });
    value(await extend(desk, { actor: 'U0BEN', id }));

    expect(await refused(desk, id, () => approve(desk, { actor: 'U0LEA', id }))).toEqual({ code: 'self_approval' });

    desk.meta.fail(new MetaError('transient', 'Meta did not answer.'));
    expect(value(await approve(desk, { actor: 'U0LOU', id }))).toMatchObject({ state: 'active' });
  });

  it('does not approve it while Meta does not tell who is who', async () => {
    const { desk, id } = await lent();
    desk.meta.fail(new MetaError('transient', 'Meta did not answer.'));

    expect(await refused(desk, id, () => approve(desk, { actor: 'U0LEA', id }))).toMatchObject({ code: 'meta_away' });
  });
});

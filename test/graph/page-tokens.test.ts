import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createPageTokens } from '../../src/graph/page-tokens.ts';
import { ANA, BEN, EU, type Northwind, northwind, page } from './northwind.ts';

const HOUR = 3_600_000;
const FETCHED = ['POST assigned_users', 'GET page', 'POST assigned_users'];

let here: Northwind;
beforeEach(async () => {
  here = await northwind({ requirePageTokenOnWrite: true });
  onTestFinished(here.close);
});

/** Gives Ana something on Acme's Page; answers the calls that it took. */
async function give(meta = here.eu, user = ANA): Promise<string[]> {
  here.called();
  await meta.assign(page('123'), user, ['ANALYZE']);
  return here.called();
}

describe('a Page’s own token, where Meta wants it', () => {
  it('is kept for what follows on the same Page, for an hour', async () => {
    const first = await give();
    const second = await give(here.eu, BEN);
    here.clock.time += HOUR + 1;
    const later = await give();

    expect([first, second, later]).toEqual([FETCHED, ['POST assigned_users'], FETCHED]);
  });

  it('is used for nothing that Meta does not want it for: reads go with the business’ token, together', async () => {
    await give();
    here.called();

    await Promise.all([here.eu.held(page('123'), ANA), here.eu.held(page('1001'), BEN)]);

    const batched = here.graph.calls.filter(({ batchIndex }) => batchIndex !== undefined);
    expect(batched.map(({ path }) => path)).toEqual(['/123/assigned_users', '/1001/assigned_users']);
  });

  it('needs not be fetched again for another method', async () => {
    await give();
    here.called();

    await here.eu.unassign(page('123'), ANA);

    expect(here.called()).toEqual(['DELETE assigned_users', 'DELETE assigned_users']);
    expect(here.graph.world.holds('123', ANA)).toEqual([]);
  });

  it('that died is dropped, and the next one does what was asked for', async () => {
    await give();
    here.graph.world.revokePageTokens('123');

    const calls = await give(here.eu, BEN);
    const after = await give();

    expect([calls, after]).toEqual([FETCHED, ['POST assigned_users']]);
    expect(here.graph.world.holds('123', BEN)).toEqual(['ANALYZE']);
  });

  it('that died and is not given any more is no word against the business’ own', async () => {
    await give();
    here.graph.world.revokePageTokens('123');
    here.graph.switches.adminHoldsAssets = false;
    await expect(give(here.eu, BEN)).rejects.toMatchObject({
      kind: 'forbidden',
      message: expect.stringContaining('full control'),
    });
    here.graph.switches.requirePageTokenOnWrite = false;

    expect(await give(here.eu, BEN)).toEqual(['POST assigned_users']);
  });

  it('that Meta refuses for good is not tried with over and over', async () => {
    await give();
    here.graph.faults.next({ method: 'POST' }, { kind: 'error', code: 200 }, 9);
    here.called();

    await expect(here.eu.assign(page('123'), BEN, ['ANALYZE'])).rejects.toMatchObject({ kind: 'forbidden' });

    expect(here.called()).toEqual(['POST assigned_users', 'GET page']);
  });

  it('is forgotten when another token takes the place of the business’ own', async () => {
    here.graph.world.setToken({ token: 'EAANEW', business: EU.id });
    let token = EU.token;
    const live = here.metaOf({ id: EU.id, token: { current: () => token, refused: async () => false } });
    await give(live);
    token = 'EAANEW';
    here.graph.world.revokeToken(EU.token);

    const calls = await give(live, BEN);

    expect(calls).toEqual(FETCHED);
    expect(here.log.lines.filter(({ fields }) => fields.kind === 'unauthorized')).toEqual([]);
  });
});

it('the tokens of 200 Pages are kept, and no more', () => {
  const own = { current: () => 'EAA', refused: async () => false };
  const tokens = createPageTokens({ clock: here.clock, own });

  for (let n = 0; n < 200; n++) tokens.keep(`${n}`, `EAAPAGE${n}`, 'POST');
  tokens.keep('0', 'EAAPAGE0', 'DELETE');
  tokens.keep('200', 'EAAPAGE200', 'POST');

  expect(tokens.of('1')).toBeUndefined();
  expect(tokens.of('0')?.methods).toEqual(new Set(['POST', 'DELETE']));
  expect([tokens.of('2')?.token, tokens.of('200')?.token]).toEqual(['EAAPAGE2', 'EAAPAGE200']);
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANA, APP_SECRET, BEN, EU, type Northwind, northwind, page, US } from './northwind.ts';

let here: Northwind;
beforeEach(async () => {
  here = await northwind();
});
afterEach(() => here.close());

describe('the check of a token', () => {
  it('passes for a business with its own token', async () => {
    await expect(here.eu.check()).resolves.toBeUndefined();
    await expect(here.us.check()).resolves.toBeUndefined();
  });

  it('fails for a token that Meta does not know or has revoked', async () => {
    const unknown = here.metaOf({ id: EU.id, token: 'EAANOBODY' });
    here.graph.world.revokeToken(US.token);

    await expect(unknown.check()).rejects.toMatchObject({ kind: 'unauthorized' });
    await expect(here.us.check()).rejects.toMatchObject({ kind: 'unauthorized', traceId: expect.any(String) });
  });

  it.each([
    ['10', 'business_management'],
    ['200', 'business_management'],
    ['100/33', 'does not see its business'],
  ] as const)(
    "fails for another business' token and says so, and what else it may be (%s)",
    async (foreignTokenError, words) => {
      here.graph.switches.foreignTokenError = foreignTokenError;
      const mixed = here.metaOf({ id: EU.id, token: US.token });

      await expect(mixed.check()).rejects.toMatchObject({
        kind: 'unauthorized',
        message: expect.stringMatching(new RegExp(`${words}.*belong together`)),
      });
    },
  );

  it('fails with what Meta says where that is about the app', async () => {
    here.graph.faults.next({ path: `/${EU.id}` }, { kind: 'error', code: 270, status: 403 });

    await expect(here.eu.check()).rejects.toMatchObject({
      kind: 'unauthorized',
      message: expect.stringContaining('development mode'),
    });
  });

  it('fails for a missing or a wrong app secret where Meta demands proof', async () => {
    here.graph.switches.proof = 'required';

    const secrets = [undefined, 'wrong', APP_SECRET];
    const checks = await Promise.allSettled(secrets.map((appSecret) => here.metaOf(EU, { appSecret }).check()));

    expect(checks).toMatchObject([
      { status: 'rejected', reason: { kind: 'unauthorized', message: expect.stringContaining('META_APP_SECRET') } },
      { status: 'rejected', reason: { kind: 'unauthorized' } },
      { status: 'fulfilled' },
    ]);
  });

  it('is transient, not a verdict, when Meta is away', async () => {
    here.graph.faults.next({}, { kind: 'html', status: 503 });

    await expect(here.eu.check()).rejects.toMatchObject({ kind: 'transient' });
  });

  it('says so when the version is retired', async () => {
    here.graph.faults.next({}, { kind: 'error', code: 2635 });

    await expect(here.eu.check()).rejects.toMatchObject({
      kind: 'invalid',
      message: expect.stringContaining('META_GRAPH_VERSION'),
    });
  });
});

describe('what a token is', () => {
  const SYSTEM_USER = expect.stringMatching(/^1220/);
  const app = { appId: '5550001', appSecret: APP_SECRET };

  it.each(['anyone', 'app'] as const)('is told where Meta lets %s look into it', async (debugTokenBy) => {
    here.graph.switches.debugTokenBy = debugTokenBy;
    const expiresAt = here.clock.time + 10 * 86_400_000;
    const scopes = ['business_management', 'pages_show_list'];
    here.graph.world.setToken({ token: 'EAASHORT', business: EU.id, expiresAt, scopes });
    const short = here.metaOf({ id: EU.id, token: 'EAASHORT' }, app);

    const facts = [await here.metaOf(EU, app).token(), await short.token()];

    expect(facts).toEqual([
      {
        ...{ kind: 'system-user', ours: true, user: SYSTEM_USER, missing: [], expiresAt: null, dataEndsAt: null },
        scopes: expect.arrayContaining(['business_management', 'ads_management']),
      },
      {
        ...{ kind: 'system-user', ours: true, user: SYSTEM_USER, scopes, expiresAt, dataEndsAt: null },
        missing: ['pages_manage_metadata', 'ads_management'],
      },
    ]);
  });

  it('is asked in its own name where no secret is known', async () => {
    expect(await here.eu.token()).toMatchObject({ kind: 'system-user', expiresAt: null });
  });

  it('is told from a person’s also where Meta calls a system user’s token one', async () => {
    here.graph.switches.systemUserTokenType = 'USER';
    here.graph.world.setToken({ token: 'EAAPERSON', business: EU.id, kind: 'user', user: ANA });
    here.graph.world.setToken({ token: 'EAABARRED', business: EU.id, scopes: ['ads_management'] });
    const person = here.metaOf({ id: EU.id, token: 'EAAPERSON' }, app);
    const barred = here.metaOf({ id: EU.id, token: 'EAABARRED' }, app);

    const facts = [await here.metaOf(EU, app).token(), await person.token(), await barred.token()];

    expect(facts.map((one) => one?.kind)).toEqual(['system-user', 'user', 'user']);
  });

  it('tells of another app, a person, a Page', async () => {
    here.graph.world.setToken({ token: 'EAAPERSON', business: EU.id, kind: 'user', user: ANA });
    here.graph.world.setToken({ token: 'EAAPAGE', business: EU.id, kind: 'page', page: '1001' });
    const person = here.metaOf({ id: EU.id, token: 'EAAPERSON' }, app);
    const ofPage = here.metaOf({ id: EU.id, token: 'EAAPAGE' }, app);
    const other = here.metaOf(EU, { appId: '999' });

    expect([await person.token(), await ofPage.token(), await other.token()]).toMatchObject([
      { kind: 'user', ours: true },
      { kind: 'page', ours: true },
      { kind: 'system-user', ours: false },
    ]);
  });

  it('is unknown, and no failure, where Meta lets nobody look', async () => {
    here.graph.switches.debugTokenBy = 'nobody';

    expect(await here.metaOf(EU, app).token()).toBeNull();
  });

  it('fails for a dead one as its calls would, though Meta answers with 200', async () => {
    here.graph.world.setToken({ token: 'EAAOLD', business: EU.id, expiresAt: here.clock.time - 1 });
    const old = here.metaOf({ id: EU.id, token: 'EAAOLD' }, app);

    await expect(old.token()).rejects.toMatchObject({
      kind: 'unauthorized',
      message: expect.stringContaining('expired'),
    });
  });
});

describe('two businesses', () => {
  it.each(['10', '200', '100/33'] as const)(
    'never see or touch what is the other one (%s)',
    async (foreignTokenError) => {
      here.graph.switches.foreignTokenError = foreignTokenError;

      const seen = await Promise.all([
        here.us.asset(page('1001')),
        here.us.asset(page('123')),
        here.eu.asset(page('3001')),
      ]);
      const names = (await here.us.assets()).map(({ name }) => name).toSorted();

      expect(seen).toEqual([null, null, null]);
      expect(names).toEqual(['Fable Ads', 'Fable Toys', 'Northwind Help US']);
      await expect(here.us.held(page('1001'), BEN)).rejects.toMatchObject({ ambiguous: false });
      await expect(here.us.holders(page('1001'))).rejects.toMatchObject({ ambiguous: false });
      await expect(here.us.assign(page('1001'), ANA, ['ANALYZE'])).rejects.toMatchObject({ ambiguous: false });
      await here.us.unassign(page('1001'), BEN).catch(() => {});
      expect(here.graph.world.holds('1001', BEN)).toEqual(['ANALYZE']);
      expect(here.graph.world.holds('1001', ANA)).toEqual([]);
    },
  );

  it('cannot be mixed up: the id of one with the token of the other does nothing', async () => {
    const mixed = here.metaOf({ id: EU.id, token: US.token });

    await expect(mixed.asset(page('1001'))).rejects.toMatchObject({ kind: 'not_found' });
    await expect(mixed.person('ana@northwind.example')).rejects.toMatchObject({ kind: 'not_found' });
    await expect(mixed.assign(page('3001'), ANA, ['ANALYZE'])).rejects.toMatchObject({ ambiguous: false });
    expect(here.graph.world.holds('3001', ANA)).toEqual([]);
  });
});

describe('secrets', () => {
  it('are in nothing that is logged or thrown, whatever goes wrong', async () => {
    Object.assign(here.graph.switches, { requirePageTokenOnWrite: true, proof: 'required', pageLimitCap: 2 });
    const eu = here.metaOf(EU, { appSecret: APP_SECRET, timeoutMs: 200 });
    const wrong = here.metaOf({ id: EU.id, token: 'EAAWRONGTOKEN' });
    const faults = ['html', 'cut-after', 'empty', 'success-false', 'hang', 'error', 'throttle'] as const;
    here.graph.faults.random({ rate: 0.5, kinds: faults });
    const thrown: unknown[] = [];
    const keep = (error: unknown) => void thrown.push(error);

    for (let round = 0; round < 12; round++) {
      await eu.assign(page('123'), ANA, ['ANALYZE']).catch(keep);
      await eu.asset(page('123')).catch(keep);
      await eu.person('ana@northwind.example').catch(keep);
      await eu.unassign(page('123'), ANA).catch(keep);
      here.clock.time += 61_000;
    }
    await wrong.check().catch(keep);

    const emitted = JSON.stringify([
      here.log.lines,
      thrown.map((error) => (error instanceof Error ? [error.message, error.stack, { ...error }, error.cause] : error)),
    ]);
    expect(thrown.length).toBeGreaterThan(5);
    expect(emitted).not.toMatch(/EAA|appsecret|access_token|[0-9a-f]{64}/);
    expect(emitted).not.toContain(APP_SECRET);
  });
});

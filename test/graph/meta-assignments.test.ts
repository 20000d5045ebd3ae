import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Switches } from '../../demo/graph/server.ts';
import { covers } from '../../src/access/tasks.ts';
import { ANA, APP_SECRET, adaccount, BEN, EU, type Northwind, northwind, page } from './northwind.ts';

let here: Northwind;
beforeEach(async () => {
  here = await northwind();
});
afterEach(() => here.close());

const turn = (switches: Partial<Switches>) => Object.assign(here.graph.switches, switches);

describe('what somebody holds', () => {
  it('is read from Meta each time', async () => {
    const before = await here.eu.held(page('1001'), BEN);
    here.graph.world.unassign({ asset: '1001', user: BEN });
    const after = await here.eu.held(page('1001'), BEN);

    expect([before, after]).toEqual([['ANALYZE'], null]);
  });

  it('is found on any page of the list, and is nothing only at its end', async () => {
    turn({ filteredShortPages: true, pageLimitCap: 4 });
    for (let number = 0; number < 30; number++) {
      const id = String(930_000 + number);
      here.graph.world.addPerson({ business: EU.id, id, name: `P ${number}`, email: `p${number}@northwind.example` });
      here.graph.world.assign({ asset: '1001', user: id, tasks: ['ANALYZE'] });
    }

    expect(await here.eu.held(page('1001'), '930029')).toEqual(['ANALYZE']);
    expect(await here.eu.held(page('1001'), ANA)).toBeNull();
    expect(await here.eu.holders(page('1001'))).toHaveLength(31);
  });

  it('is an error, never nothing, when the list could not be read', async () => {
    here.graph.faults.next({ edge: 'assigned_users' }, { kind: 'empty' });

    await expect(here.eu.held(page('1001'), BEN)).rejects.toMatchObject({ kind: 'transient', ambiguous: false });
  });

  it('keeps the names that Meta uses, expanded, renamed or new', async () => {
    turn({ profilePlus: 'always', expandTasks: true, unknownExtraTask: 'BRAND_NEW' });
    here.graph.world.assign({ asset: '1001', user: ANA, tasks: ['MANAGE'] });

    const held = await here.eu.held(page('1001'), ANA);

    expect(held).toContain('BRAND_NEW');
    expect(held).toContain('PROFILE_PLUS_ADVERTISE');
    expect(covers(held ?? [], ['MANAGE', 'ADVERTISE', 'ANALYZE'])).toBe(true);
  });
});

describe('those who hold something', () => {
  it('are people and system users with their tasks', async () => {
    here.graph.world.assign({ asset: 'act_123', user: ANA, tasks: ['ADVERTISE', 'ANALYZE'] });

    const holders = await here.eu.holders(adaccount('123'));

    expect(holders).toEqual([{ id: ANA, name: 'Ana Ruiz', type: 'BUSINESS_USER', tasks: ['ADVERTISE', 'ANALYZE'] }]);
  });
});

const worlds: Record<string, Partial<Switches>> = {
  'Meta as it is documented': {},
  'success written as text': { successAsString: true },
  'business not asked for on writes': { requireBusinessOnWrite: false },
  'a Page that wants its own token': { requirePageTokenOnWrite: true },
  'a Page that wants its own token, with the code of a dead one': {
    requirePageTokenOnWrite: true,
    pageTokenError: '190',
  },
  'a Page that wants its own token, with proof': { requirePageTokenOnWrite: true, proof: 'required' },
  'proof demanded': { proof: 'required' },
  'the new names for tasks': { profilePlus: 'always' },
  'the old names for tasks': { profilePlus: 'off' },
  'MANAGE not unpacked': { expandTasks: false },
  'tasks added, not replaced': { replaceTasks: false },
  'a task that nobody knows': { unknownExtraTask: 'BRAND_NEW' },
  'removal of nothing is a wrong parameter': { deleteUnassigned: '100' },
  'removal of nothing is an unknown object': { deleteUnassigned: '100/33' },
  'usage headers on everything': { usageHeaders: true },
  'lists with hidden rows': { filteredShortPages: true, pageLimitCap: 3 },
};

describe.each(Object.entries(worlds))('giving and taking, %s', (_name, switches) => {
  it.each([
    ['a Page', page('123'), '123', ['ADVERTISE', 'ANALYZE']],
    ['a Page of the new experience', page('1003'), '1003', ['MODERATE', 'ANALYZE']],
    ['an ad account', adaccount('123'), 'act_123', ['ADVERTISE', 'ANALYZE']],
  ] as const)('on %s', async (_kind, asset, node, tasks) => {
    turn(switches);
    const eu = here.metaOf(EU, { appSecret: APP_SECRET });

    await eu.assign(asset, ANA, [...tasks]);
    const given = await eu.held(asset, ANA);
    await eu.assign(asset, ANA, given ?? []);
    const again = await eu.held(asset, ANA);
    await eu.unassign(asset, ANA);
    await eu.unassign(asset, ANA).catch(expectAlready);

    expect(covers(given ?? [], tasks)).toBe(true);
    expect(again?.toSorted()).toEqual(given?.toSorted());
    expect(await eu.held(asset, ANA)).toBeNull();
    expect(here.graph.world.holds(node, ANA)).toEqual([]);
  });
});

describe('giving', () => {
  it('replaces what is held where Meta replaces, and adds where Meta adds', async () => {
    await here.eu.assign(page('1001'), BEN, ['ADVERTISE']);
    const replaced = here.graph.world.holds('1001', BEN);
    turn({ replaceTasks: false });
    await here.eu.assign(page('1001'), BEN, ['ANALYZE']);

    expect(replaced).toEqual(['ADVERTISE']);
    expect(here.graph.world.holds('1001', BEN)).toEqual(['ADVERTISE', 'ANALYZE']);
  });

  it('sends the new name of a task that has no old one', async () => {
    await here.eu.assign(page('1001'), ANA, ['FULL_CONTROL', 'ANALYZE']);

    expect(here.graph.calls.at(-1)?.params.tasks).toBe('["PROFILE_PLUS_FULL_CONTROL","ANALYZE"]');
  });

  it('does not fail for a task that Meta shows and does not take', async () => {
    await here.eu.assign(page('1001'), BEN, ['ANALYZE', 'ADVERTISE', 'BRAND_NEW']);

    expect(here.graph.world.holds('1001', BEN)).toEqual(['ADVERTISE', 'ANALYZE']);
  });

  it.each(['100', '200', '2620'] as const)('above the ceiling is refused for good (%s)', async (ceilingError) => {
    turn({ ceilingError });

    const giving = here.eu.assign(page('1002'), ANA, ['ADVERTISE', 'ANALYZE']);

    await expect(giving).rejects.toMatchObject({
      kind: ceilingError === '200' ? 'forbidden' : 'invalid',
      ambiguous: false,
      traceId: expect.any(String),
    });
    expect(here.graph.world.holds('1002', ANA)).toEqual([]);
  });

  it.each([
    ['1752100', 'invalid'],
    ['33', 'not_found'],
  ] as const)('to an id that is no business-scoped person is refused (%s)', async (wrongIdSubcode, kind) => {
    turn({ wrongIdSubcode });

    await expect(here.eu.assign(page('1001'), '55', ['ANALYZE'])).rejects.toMatchObject({ kind, ambiguous: false });
  });

  it('to somebody without two-factor login says what is missing', async () => {
    turn({ twoFactorRequired: true });
    const lax = { business: EU.id, id: '940000', name: 'Lax', email: 'lax@northwind.example', twoFactor: false };
    here.graph.world.addPerson(lax);

    const giving = here.eu.assign(page('1001'), '940000', ['ANALYZE']);

    await expect(giving).rejects.toMatchObject({ kind: 'forbidden', message: expect.stringContaining('two-factor') });
  });

  it('counts as done when Meta says that it was done already', async () => {
    here.graph.faults.next({ method: 'POST' }, { kind: 'error', code: 3989 });

    await expect(here.eu.assign(page('1001'), ANA, ['ANALYZE'])).resolves.toBeUndefined();
  });
});

describe('a Page that wants its own token', () => {
  it('has it fetched for the operation, once refused, and used for nothing else', async () => {
    turn({ requirePageTokenOnWrite: true });

    await here.eu.assign(page('123'), ANA, ['ANALYZE']);

    expect(here.called()).toEqual(['POST assigned_users', 'GET page', 'POST assigned_users']);
    expect(here.graph.world.holds('123', ANA)).toEqual(['ANALYZE']);
  });

  it('has it fetched for a removal in the removal’s own lane, which no filled allowance holds up', async () => {
    await here.eu.assign(page('123'), ANA, ['ANALYZE']);
    turn({ requirePageTokenOnWrite: true, usageHeaders: true, hourlyBudget: 100 });
    for (let calls = 0; calls < 92; calls++) await here.eu.held(page('123'), ANA, 'removal');
    await expect(here.eu.held(page('123'), ANA, 'read')).rejects.toMatchObject({ kind: 'throttled' });

    await here.eu.unassign(page('123'), ANA);

    expect(here.graph.world.holds('123', ANA)).toEqual([]);
  });

  it('stays closed when the business may not have that token', async () => {
    turn({ requirePageTokenOnWrite: true, adminHoldsAssets: false });

    const taking = here.eu.unassign(page('1001'), BEN);

    await expect(taking).rejects.toMatchObject({ kind: 'forbidden', message: expect.stringContaining('full control') });
    expect(here.graph.world.holds('1001', BEN)).toEqual(['ANALYZE']);
  });
});

describe('taking away', () => {
  it('that Meta calls wrong is told apart by a read: refused, or nothing there to take', async () => {
    here.graph.faults.next({ method: 'DELETE' }, { kind: 'error', code: 100 }, 2);

    await expect(here.eu.unassign(page('1001'), BEN)).rejects.toMatchObject({ kind: 'invalid' });
    here.graph.world.unassign({ asset: '1001', user: BEN });
    await expect(here.eu.unassign(page('1001'), BEN)).rejects.toMatchObject({ kind: 'already', ambiguous: false });
  });

  it('from somebody who left the business finds nothing there to take', async () => {
    here.graph.world.removePerson(BEN);

    await expect(here.eu.unassign(page('1001'), BEN)).rejects.toMatchObject({ kind: 'already' });
  });

  it('is not done when it was forbidden', async () => {
    here.graph.faults.next({ method: 'DELETE' }, { kind: 'error', code: 200 });

    await expect(here.eu.unassign(page('1001'), BEN)).rejects.toMatchObject({ kind: 'forbidden', ambiguous: false });
    expect(here.graph.world.holds('1001', BEN)).toEqual(['ANALYZE']);
  });
});

describe('a write whose answer is lost', () => {
  it.each([
    ['after it took effect', { kind: 'cut-after' }, true],
    ['before it took effect', { kind: 'cut-before' }, false],
    ['in HTML, with effect', { kind: 'html', status: 502, effect: true }, true],
    ['in silence', { kind: 'hang', ms: 3_000, effect: true }, true],
    ['empty', { kind: 'empty', effect: true }, true],
    ['as success: false', { kind: 'success-false' }, false],
    ['as code 1', { kind: 'error', code: 1, status: 500 }, false],
  ] as const)('is ambiguous, and a read settles it: %s', async (_name, fault, effect) => {
    here.graph.faults.next({ edge: 'assigned_users', method: 'POST' }, fault);
    here.graph.faults.next({ edge: 'assigned_users', method: 'DELETE' }, fault);

    const giving = here.eu.assign(page('123'), ANA, ['ANALYZE']);
    const taking = here.eu.unassign(page('1001'), BEN);

    await expect(giving).rejects.toMatchObject({ kind: 'transient', ambiguous: true });
    await expect(taking).rejects.toMatchObject({ kind: 'transient', ambiguous: true });
    expect((await here.eu.held(page('123'), ANA)) !== null).toBe(effect);
    expect((await here.eu.held(page('1001'), BEN)) === null).toBe(effect);
    expect(here.graph.faults.waiting()).toBe(0);
  });
});

describe('a limit', () => {
  it('that was really used up refuses writes and reads alike, for both kinds', async () => {
    turn({ hourlyBudget: 2 });
    const twice = async (call: () => Promise<unknown>) => {
      await call();
      await call();
    };

    await twice(() => here.eu.held(page('1001'), BEN));
    await twice(() => here.eu.held(adaccount('123'), BEN));

    const limited = { kind: 'throttled', ambiguous: false, retryAfter: expect.any(Number) };
    await expect(here.eu.unassign(page('1001'), BEN)).rejects.toMatchObject(limited);
    await expect(here.eu.held(adaccount('123'), BEN)).rejects.toMatchObject(limited);
    here.clock.time += 3_602_000;
    await expect(here.eu.held(page('1001'), BEN)).resolves.toEqual(['ANALYZE']);
  });

  it.each([
    [80001, 7, 420_000],
    [80004, 7, 420_000],
    [613, 7, 420_000],
    [4, 7, 120_000],
    [17, 7, 120_000],
    [32, 7, 420_000],
  ] as const)(
    'of code %i says how long to wait: what Meta says, else what the budget chose',
    async (code, minutes, retryAfter) => {
      here.graph.faults.next({ method: 'POST' }, { kind: 'throttle', code, minutes });

      const giving = here.eu.assign(page('123'), ANA, ['ANALYZE']);

      await expect(giving).rejects.toMatchObject({ kind: 'throttled', ambiguous: false, retryAfter });
    },
  );
});

function expectAlready(error: unknown): void {
  expect(error).toMatchObject({ kind: 'already', ambiguous: false });
}

import { describe, expect, it } from 'vitest';
import { limits, MINUTE, outcome, refusal } from './limits.ts';
import { EU, US } from './northwind.ts';

const WHOLE = /./;

describe('a limit pauses', () => {
  const calls = {
    'the same Page': ({ first }: Office) => first.people('5001'),
    'another Page': ({ first }: Office) => first.people('5002'),
    'the same ad account': ({ first }: Office) => first.people('act_123'),
    'another ad account': ({ first }: Office) => first.people('act_1003'),
    'the business': ({ first }: Office) => first.node('100000000000001'),
  };
  type Office = Awaited<ReturnType<typeof limits>>;
  type Name = keyof typeof calls;
  const everything = Object.keys(calls) as Name[];

  it.each<[number, string, Name[]]>([
    [4, '5001', everything],
    [17, '5001', everything],
    [32, '5001', ['the same Page']],
    [80001, '5001', ['the same Page']],
    [80004, 'act_123', ['the same ad account']],
    [613, 'act_123', ['the same ad account']],
  ])('with code %i at %s what it speaks of, and nothing else', async (code, node, paused) => {
    const here = await limits();
    here.emulated.faults.next({}, { kind: 'throttle', code: code as 4, minutes: 4 });
    expect(await outcome(here.first.people(node))).toBe('throttled');
    here.reached();

    const kinds = await Promise.all(everything.map((name) => outcome(calls[name](here))));

    const stayed = everything.filter((_, index) => kinds[index] === 'throttled');
    expect(stayed).toEqual(paused);
    expect(here.reached()).toBe(everything.length - paused.length);
  });

  it('with code 368 the user of the token, for an hour and then for two', async () => {
    const here = await limits();
    here.emulated.faults.next({}, { kind: 'error', code: 368 });
    await outcome(here.first.people('5001'));

    const second = await refusal(here.first.people('act_123'));
    expect([second.kind, Math.round((second.retryAfter ?? 0) / MINUTE)]).toEqual(['blocked', 60]);
    expect(JSON.stringify(here.log.lines)).toContain('an operator should look');
    expect(await outcome(here.door(undefined, US).node(US.id))).toBe('done');

    here.move(60 * MINUTE);
    here.emulated.faults.next({}, { kind: 'error', code: 368 });
    await outcome(here.first.people('5001'));
    expect(Math.round(((await refusal(here.first.people('5001'))).retryAfter ?? 0) / MINUTE)).toBe(120);
  });
});

describe('how long', () => {
  it('is what Meta says, in minutes or in seconds', async () => {
    const here = await limits();
    here.emulated.faults.next({ path: WHOLE }, { kind: 'throttle', code: 80001, minutes: 4 });
    here.emulated.faults.next({ path: WHOLE }, { kind: 'throttle', code: 613, minutes: 0.5 });
    await outcome(here.first.people('5001'));
    await outcome(here.first.people('act_123'));

    expect((await refusal(here.first.people('5001'))).retryAfter).toBe(4 * MINUTE);
    expect((await refusal(here.first.people('act_123'))).retryAfter).toBe(30_000);
  });

  it('grows from refusal to refusal where Meta does not say', async () => {
    const here = await limits();
    here.emulated.faults.next({}, { kind: 'throttle', code: 4, minutes: 0 }, 3);
    const waits: number[] = [];

    for (let turn = 0; turn < 3; turn++) {
      await outcome(here.first.people('5001'));
      const wait = (await refusal(here.first.people('5001'))).retryAfter ?? 0;
      waits.push(wait / MINUTE);
      here.move(wait);
    }
    expect(waits).toEqual([2, 4, 8]);

    expect(await outcome(here.first.people('5001'))).toBe('done');
    here.emulated.faults.next({}, { kind: 'throttle', code: 4, minutes: 0 });
    await outcome(here.first.people('5001'));
    expect((await refusal(here.first.people('5001'))).retryAfter).toBe(2 * MINUTE);
  });

  it('is a day for invitations, and only for them', async () => {
    const here = await limits();
    const invite = () =>
      outcome(
        here.first.graph.call({
          method: 'POST',
          path: '100000000000001/business_users',
          params: { email: 'new@northwind.example', role: 'EMPLOYEE' },
          answer: { safeParse: () => ({ success: true, data: {} }) } as never,
          priority: 'grant',
        }),
      );
    here.emulated.faults.next({ edge: 'business_users' }, { kind: 'throttle', code: 17, minutes: 0 });
    expect(await invite()).toBe('throttled');
    here.reached();

    here.move(23 * 60 * MINUTE);
    expect(await invite()).toBe('throttled');
    expect(here.reached()).toBe(0);
    expect(await outcome(here.first.people('5001'))).toBe('done');
  });
});

describe('while Meta throttles', () => {
  it('nothing at all goes to the paused bucket, then one call, then the rest', async () => {
    const here = await limits();
    here.emulated.faults.next({ path: /5001/ }, { kind: 'throttle', code: 80001, minutes: 4, hold: true });
    await outcome(here.first.take('5001'));
    here.reached();

    for (let minute = 0; minute < 4; minute++) {
      expect(await outcome(here.first.take('5001'))).toBe('throttled');
      expect(await outcome(here.first.people('5001', 'scan'))).toBe('throttled');
      here.move(MINUTE - 1);
    }
    expect(here.reached()).toBe(0);

    here.move(4);
    const users = ['900000000000001', '900000000000002', '900000000000003'];
    const burst = await Promise.all(users.map((user) => outcome(here.first.take('5001', user))));
    expect(burst.filter((kind) => kind === 'throttled')).toHaveLength(2);
    expect(here.reached()).toBe(1);

    await Promise.all(users.map((user) => outcome(here.first.take('5001', user))));
    expect(here.reached()).toBe(3);
  });

  it('removals that waited are done before any grant that waited', async () => {
    const here = await limits();
    const waiting = Array.from({ length: 250 }, (_, index) => ({ page: 5001 + index, removes: index % 5 !== 0 }));
    const order: string[] = [];
    here.emulated.faults.next({ method: 'DELETE' }, { kind: 'throttle', code: 4, minutes: 2, hold: true });
    const left = new Set(waiting);
    const attempt = async () => {
      let next = Number.POSITIVE_INFINITY;
      const tries = [...left].map(async (one) => {
        try {
          await (one.removes ? here.first.take(one.page) : here.first.give(one.page));
        } catch (error) {
          const { kind, retryAfter } = error as { kind: string; retryAfter?: number };
          if (kind === 'throttled') {
            next = Math.min(next, retryAfter ?? MINUTE);
            return;
          }
        }
        left.delete(one);
        order.push(one.removes ? 'removal' : 'grant');
      });
      await Promise.all(tries);
      return next;
    };

    await outcome(here.first.take(5299));
    here.reached();
    await attempt();
    here.move(2 * MINUTE - 1);
    await attempt();
    expect(here.reached()).toBe(0);
    for (let turn = 0; left.size > 0 && turn < 50; turn++) here.move(Math.min(await attempt(), MINUTE));

    expect(order.filter((lane) => lane === 'removal')).toHaveLength(200);
    expect(order.slice(200)).toEqual(Array(50).fill('grant'));
  });
});

describe('the log', () => {
  const linesOf = ({ log }: Awaited<ReturnType<typeof limits>>) =>
    log.lines.splice(0).map(({ sentence, fields }) => [sentence, fields.withheld]);

  it('says once that calls wait for a limit, and once how many did', async () => {
    const here = await limits();
    here.emulated.faults.next({ path: /5001/ }, { kind: 'throttle', code: 80001, minutes: 4 });
    await outcome(here.first.people('5001'));
    for (let n = 0; n < 30; n++) await outcome(here.first.take('5001'));
    expect(linesOf(here)).toEqual([
      ['Meta asks to wait, nothing of this bucket is sent until then', undefined],
      ['graph call failed', undefined],
    ]);

    here.move(4 * MINUTE);
    for (let n = 0; n < 3; n++) await outcome(here.first.take('5001'));
    expect(linesOf(here)).toEqual([['Meta takes calls of this bucket again', 30]]);
  });

  it('says once that a lane waits as an allowance fills up, and once that it goes on', async () => {
    const here = await limits();
    Object.assign(here.emulated.switches, { usageHeaders: true, hourlyBudget: 10 });
    for (let calls = 0; calls < 9; calls++) await here.first.take(5001).catch(() => {});
    linesOf(here);
    for (let n = 0; n < 20; n++) await outcome(here.first.give(5002));
    Object.assign(here.emulated.switches, { usageHeaders: true, hourlyBudget: 1_000 });
    await outcome(here.first.take(5001));
    await outcome(here.first.give(5002));

    const said = linesOf(here);
    expect(said.filter(([sentence]) => sentence === 'this bucket is kept for what is more urgent')).toHaveLength(1);
    expect(said).toContainEqual(['there is room in this bucket again', 20]);
    expect(said.length).toBeLessThan(5);
  });
});

describe('as an allowance fills up', () => {
  it('scans stop first, then grants, then people who look; removals go on till Meta refuses', async () => {
    const here = await limits();
    Object.assign(here.emulated.switches, { usageHeaders: true, hourlyBudget: 200 });
    const filled: Record<string, number> = {};

    for (let calls = 1; calls <= 210; calls++) {
      const removal = await outcome(here.first.take(5001));
      if (removal === 'throttled') filled.removal ??= calls;
      const probes = {
        scan: () => here.first.people(5002, 'scan'),
        grant: () => here.first.people(5002, 'grant'),
        read: () => here.first.people(5002, 'read'),
      };
      const due = [149, 150, 151, 168, 169, 170, 171, 178, 179, 180, 181].includes(calls);
      if (!due) continue;
      const used = here.emulated.switches.hourlyBudget;
      for (const [lane, call] of Object.entries(probes)) {
        Object.assign(here.emulated.switches, { hourlyBudget: 0, usageHeaders: false });
        if ((await outcome(call())) === 'throttled') filled[lane] ??= calls;
        Object.assign(here.emulated.switches, { hourlyBudget: used, usageHeaders: true });
      }
    }

    expect(filled).toEqual({ scan: 150, grant: 170, read: 180, removal: 201 });
  });

  it('a high reading without news is not believed for ever: one call goes to see', async () => {
    const here = await limits();
    Object.assign(here.emulated.switches, { usageHeaders: true, hourlyBudget: 10 });
    for (let calls = 0; calls < 9; calls++) await here.first.take(5001).catch(() => {});
    Object.assign(here.emulated.switches, { usageHeaders: false, hourlyBudget: 0 });
    expect((await refusal(here.first.give(5002))).retryAfter).toBeLessThanOrEqual(3 * MINUTE);

    here.move(3 * MINUTE);
    expect(await outcome(here.first.give(5002))).toBe('done');
    expect(await outcome(here.first.give(5003))).toBe('done');
  });
});

it('counts by the token that a call is made with: what Meta asks of one does not hold for the one that takes its place', async () => {
  const here = await limits();
  here.emulated.world.setToken({ token: 'EAANEW', business: EU.id });
  let token = EU.token;
  const door = here.door(undefined, { id: EU.id, token: { current: () => token, refused: async () => false } });
  here.emulated.faults.next({}, { kind: 'error', code: 368 });
  await outcome(door.people('5001'));
  expect(await outcome(door.people('5002'))).toBe('blocked');

  token = 'EAANEW';

  expect(await outcome(door.people('5002'))).toBe('done');
  token = EU.token;
  expect(await outcome(door.people('5002'))).toBe('blocked');
});

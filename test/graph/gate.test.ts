import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGate } from '../../src/graph/gate.ts';
import { GraphRefusal } from '../../src/graph/graph-refusal.ts';
import { limits, outcome, refusal } from './limits.ts';
import { APP_SECRET, EU, page } from './northwind.ts';
import { recordingLog } from './recording-log.ts';

const revoke = ({ emulated }: Office) => emulated.world.revokeToken(EU.token);
/** What an admin does where the same token lives again: the person logs in, the app is installed. */
const mend = ({ emulated }: Office) => emulated.world.setToken({ token: EU.token, business: EU.id });
type Office = Awaited<ReturnType<typeof limits>>;

describe('a token that Meta refuses', () => {
  it('is asked about once more, and then no call leaves, with the time of the next question', async () => {
    const here = await limits();
    revoke(here);

    const first = await refusal(here.first.people('5001'));
    expect(here.called()).toEqual(['GET assigned_users', 'GET business']);
    const later = await Promise.all(
      [here.first.take('5001'), here.first.give('5002'), here.first.people('5003')].map(refusal),
    );

    expect([first, ...later].map(({ kind, ambiguous }) => [kind, ambiguous])).toEqual(
      Array(4).fill(['unauthorized', false]),
    );
    expect([first, ...later].map(({ retryAfter }) => retryAfter)).toEqual(Array(4).fill(30_000));
    expect(first.traceId).toEqual(expect.any(String));
    expect(here.called()).toEqual([]);
    expect(here.first.graph.standing().refused).toMatchObject({
      since: here.clock.time,
      next: here.clock.time + 30_000,
    });
  });

  it('costs one question however many calls were under way', async () => {
    const here = await limits();
    revoke(here);

    const errors = await Promise.all(Array.from({ length: 120 }, (_, n) => refusal(here.first.people(5001 + n))));

    expect(new Set(errors.map(({ kind, retryAfter }) => `${kind} ${retryAfter}`))).toEqual(
      new Set(['unauthorized 30000']),
    );
    // Three batches, which are refused as a whole, and the question.
    expect(here.emulated.calls.length).toBeLessThanOrEqual(4);
  });

  it('is asked about every 30 s by one question, for however many wait; then everybody goes on', async () => {
    const here = await limits();
    revoke(here);
    await outcome(here.first.people('5001'));
    here.reached();

    here.move(30_000);
    const kinds = await Promise.all([outcome(here.first.take('5001')), outcome(here.first.people('5002'))]);
    expect(kinds).toEqual(['unauthorized', 'unauthorized']);
    expect(here.called()).toEqual(['GET business']);

    mend(here);
    here.move(29_999);
    expect(await outcome(here.first.take('5001'))).toBe('unauthorized');
    here.move(1);
    expect(await Promise.all([here.first.take('5001'), here.first.people('5002')].map(outcome))).toEqual([
      'done',
      'done',
    ]);
    expect(here.called()[0]).toBe('GET business');
    expect(here.first.graph.standing().refused).toBeNull();
  });

  it('stays refused while Meta can not be asked', async () => {
    const here = await limits();
    revoke(here);
    await outcome(here.first.people('5001'));
    mend(here);
    here.emulated.faults.next({ edge: 'business' }, { kind: 'error', code: 2 });
    here.move(30_000);

    expect(await outcome(here.first.people('5001'))).toBe('unauthorized');
    here.move(30_000);
    expect(await outcome(here.first.people('5001'))).toBe('done');
  });

  it('can be looked into all the while', async () => {
    const here = await limits();
    const meta = here.metaOf(EU, { appId: '5550001', appSecret: APP_SECRET });
    revoke(here);
    await expect(meta.assets()).rejects.toMatchObject({ kind: 'unauthorized', retryAfter: 30_000 });
    here.called();

    await expect(meta.token()).rejects.toMatchObject({ kind: 'unauthorized', retryAfter: undefined });
    expect(here.called()).toEqual(['GET debug_token']);
  });

  it('fails the check of readiness without a call, and is tried at once by whoever asks for that', async () => {
    const here = await limits();
    const meta = here.metaOf(EU);
    revoke(here);
    await expect(meta.check()).rejects.toMatchObject({ kind: 'unauthorized' });
    here.called();
    await expect(meta.check()).rejects.toMatchObject({ kind: 'unauthorized' });
    expect(here.called()).toEqual([]);

    mend(here);
    await meta.tryToken();
    expect(here.called()).toEqual(['GET business']);
    expect(meta.standing().refused).toBeNull();
  });
});

describe('a refusal that is not about the token of the business', () => {
  it('stays the failure of its call: an edge that says so of one Page', async () => {
    const here = await limits();
    here.emulated.faults.next({ path: /5001/ }, { kind: 'error', code: 190 }, 3);

    const error = await refusal(here.first.people('5001'));

    expect([error.kind, error.retryAfter]).toEqual(['unauthorized', undefined]);
    expect(await outcome(here.first.people('5002'))).toBe('done');
    expect(here.first.graph.standing().refused).toBeNull();
  });

  it("stays the failure of its call: a Page's own token", async () => {
    const here = await limits();
    here.emulated.world.setToken({ token: 'EAAPAGE', business: EU.id, kind: 'page', page: '5001' });
    here.emulated.world.revokeToken('EAAPAGE');
    const { graph, call } = here.first;

    const error = await refusal(graph.call({ ...call('5001'), token: 'EAAPAGE' }));

    expect([error.kind, error.retryAfter]).toEqual(['unauthorized', undefined]);
    expect(here.called()).toEqual(['GET assigned_users']);
  });

  it.each(['10', '200'] as const)(
    'leaves a business open whose token lacks a permission, since it may take away (%s)',
    async (foreignTokenError) => {
      const here = await limits();
      here.graph.switches.foreignTokenError = foreignTokenError;
      const mixed = here.metaOf({ id: EU.id, token: 'EAADEMOUS' });

      await expect(mixed.tryToken()).rejects.toMatchObject({ kind: 'unauthorized' });
      expect(mixed.standing().refused).toBeNull();
    },
  );
});

describe('a token of another business', () => {
  it('holds calls back as one that Meta refuses, once it is asked about', async () => {
    const here = await limits();
    const mixed = here.metaOf({ id: EU.id, token: 'EAADEMOUS' });

    await expect(mixed.tryToken()).rejects.toMatchObject({ kind: 'unauthorized', retryAfter: 30_000 });
    here.called();

    await expect(mixed.asset(page('1001'))).rejects.toMatchObject({
      kind: 'unauthorized',
      message: expect.stringContaining('belong together'),
    });
    expect(here.called()).toEqual([]);
  });
});

describe('another token', () => {
  it('that works but may not read its business changes nothing but the words', async () => {
    const here = await limits();
    let token = 'EAADEMOEU';
    const live = { current: () => token, refused: async () => false };
    const meta = here.metaOf({ id: EU.id, token: 'unused' }, { token: live });
    revoke(here);
    await expect(meta.check()).rejects.toMatchObject({ retryAfter: 30_000 });

    here.graph.switches.foreignTokenError = '10';
    token = 'EAADEMOUS';
    await expect(meta.check()).rejects.toMatchObject({ kind: 'unauthorized', retryAfter: 30_000 });
    expect(meta.standing().refused?.words).toMatch(/business/);
    expect(meta.standing().refused?.words).not.toMatch(/no longer accepts/);
  });

  it('is tried at once, and has a name of its own that tells nothing of it', async () => {
    const clock = { time: 1_000, now: () => clock.time };
    let token = 'EAAOLD';
    const refuse = () => Promise.reject(dead());
    const gate = createGate({
      clock,
      log: recordingLog(),
      token: () => token,
      appSecret: 'secret',
      check: () => (token === 'EAAOLD' ? refuse() : Promise.resolve()),
    });
    await outcome(gate.guarded({ path: '123' }, refuse));
    const before = gate.standing();

    clock.time += 1;
    token = 'EAANEW';
    expect(await outcome(gate.guarded({ path: '123' }, async () => {}))).toBe('done');

    expect(before).toMatchObject({ since: 1_000, refused: { since: 1_000 } });
    expect(gate.standing()).toMatchObject({ since: 1_001, refused: null });
    expect(gate.standing().key).not.toBe(before.key);
    expect(JSON.stringify([before, gate.standing()])).not.toMatch(/EAA|secret/);
  });
});

const dead = () =>
  new GraphRefusal(
    { kind: 'unauthorized', words: 'Dead.', unclear: false },
    { ambiguous: false, retryAfter: undefined, secrets: [] },
  );

type World = { token: 'lives' | 'dead'; away: boolean };
const step = fc.oneof(
  fc.record({ do: fc.constant('move' as const), ms: fc.constantFrom(0, 1_000, 29_999, 30_000, 90_000) }),
  fc.record({ do: fc.constantFrom('revoke' as const, 'mend' as const, 'away' as const, 'back' as const) }),
  fc.record({ do: fc.constant('call' as const), count: fc.constantFrom(1, 2, 20), onePage: fc.boolean() }),
);

it('whatever happens: no call but questions while it is refused, one in 30 s; what Meta takes goes through', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const clock = { time: 1_000_000, now: () => clock.time };
      const world: World = { token: 'lives', away: false };
      const asked: number[] = [];
      let sent = 0;
      const answer = () => {
        if (world.away) throw new Error('away');
        if (world.token === 'dead') throw dead();
      };
      const gate = createGate({
        clock,
        log: recordingLog(),
        token: () => 'EAA',
        check: async () => {
          asked.push(clock.time);
          answer();
        },
      });
      for (const one of steps) {
        if (one.do === 'move') clock.time += one.ms;
        else if (one.do === 'revoke') world.token = 'dead';
        else if (one.do === 'mend') world.token = 'lives';
        else if (one.do !== 'call') world.away = one.do === 'away';
        else {
          const { refused } = gate.standing();
          const due = refused !== null && clock.time >= refused.next;
          [asked.length, sent] = [0, 0];
          const calls = Array.from({ length: one.count }, () =>
            gate.guarded({ path: '123' }, async () => {
              sent += 1;
              if (one.onePage) throw dead();
              answer();
            }),
          );
          const results = await Promise.allSettled(calls);
          const open = gate.standing().refused === null;
          expect(asked.length).toBeLessThanOrEqual(due && one.onePage ? 2 : 1);
          if (refused && !due) expect([asked.length, sent]).toEqual([0, 0]);
          if (refused && due) expect(asked.length).toBeGreaterThan(0);
          if (refused && !open) expect(sent).toBe(0);
          if (!refused && world.token === 'dead' && !world.away) expect(open).toBe(false);
          if (world.token === 'lives' && !world.away && !refused) expect(open).toBe(true);
          const works = world.token === 'lives' && !world.away && !one.onePage && (!refused || due);
          if (works) expect(results.every(({ status }) => status === 'fulfilled')).toBe(true);
          else expect(results.every(({ status }) => status === 'rejected')).toBe(true);
        }
      }
    }),
    { numRuns: 200 },
  );
});

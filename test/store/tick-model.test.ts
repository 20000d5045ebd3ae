import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AssetRef, assetKey } from '../../src/access/asset.ts';
import type { Grant, State } from '../../src/access/grant.ts';
import { isFinal } from '../../src/access/lifecycle.ts';
import { createLedger } from '../../src/store/ledger.ts';
import { draft, event, HOUR, handClock, MINUTE, next } from '../support/grants.ts';
import { testRedis } from '../support/redis.ts';
import { modelStore } from './model.ts';

const assets: AssetRef[] = [
  { kind: 'page', id: '123' },
  { kind: 'adaccount', id: '123' },
];
const people = [
  { requester: 'U0ANA', principal: '900000000000001' },
  { requester: 'U0BEN', principal: '900000000000002' },
];
/** What a grant mostly becomes, so that sequences reach every state often. */
const ways: Record<State, State[]> = {
  pending: ['granting', 'granting', 'granting', 'granting', 'denied', 'cancelled'],
  granting: ['active', 'active', 'failed', 'ending'],
  active: ['active', 'ending'],
  ending: ['ended', 'ended', 'ending'],
  denied: [],
  cancelled: [],
  lapsed: [],
  failed: [],
  ended: [],
};
const pick = fc.nat({ max: 30 });
const anAct = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant('request' as const),
      asset: fc.constantFrom(...assets),
      person: fc.constantFrom(...people),
      ticket: fc.constantFrom('1', '2', 'odd ticket'),
      tasks: fc.constantFrom<string[]>(['ANALYZE'], ['PROFILE_PLUS_ANALYZE', 'ADVERTISE'], ['MANAGE']),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      act: fc.constant('decide' as const),
      pick,
      way: fc.nat({ max: 11 }),
      minutes: fc.constantFrom(1, 2, 10, 61),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constant('note' as const), pick, baseline: fc.constantFrom<string[]>([], ['X']) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      act: fc.constant('tick' as const),
      by: fc.constantFrom(0, 1, MINUTE, MINUTE, 5 * MINUTE, 5 * MINUTE, 7 * MINUTE, HOUR, 9 * HOUR),
      batch: fc.integer({ min: 1, max: 4 }),
    }),
  },
);

test('over any sequence of requests, decisions and ticks the store does what the plain model does', async () => {
  const { redis, business } = await testRedis();

  await fc.assert(
    fc.asyncProperty(fc.array(anAct, { minLength: 20, maxLength: 120 }), async (acts) => {
      await redis.flushdb();
      await redis.set('hallpass-test', '1');
      const clock = handClock();
      const ledger = createLedger({ redis, business, clock });
      const model = modelStore();

      for (const act of acts) await perform(act);

      for (const [index, grant] of model.grants.entries()) {
        expect(await ledger.get(grant.id)).toEqual(grant);
        const timeline = await ledger.timeline(grant.id);
        expect(timeline.map(({ id: _, grant: __, actor: ___, ...kept }) => kept)).toEqual(model.events[index]);
      }
      for (const asset of assets) {
        for (const { principal } of people) {
          expect(await ledger.pair(asset, principal)).toEqual(model.pair(`${assetKey(asset)}:${principal}`));
        }
      }
      expect(await ledger.pending(100)).toEqual(model.grants.filter(({ state }) => state === 'pending'));

      async function perform(act: (typeof acts)[number]): Promise<void> {
        const now = clock.now();
        if (act.act === 'tick') {
          const at = clock.move(act.by);
          expect(await ledger.tick(at, act.batch)).toEqual(model.tick(at, act.batch));
        } else if (act.act === 'request') {
          const { asset, person, ticket, tasks } = act;
          const wish = draft({ asset, ...person, ticket, tasks, requestedAt: now, lapsesAt: now + 8 * HOUR });
          const made = await ledger.create(wish, event('requested', now));
          const expected = model.create(wish, now);
          expect([made.kind, made.kind === 'ok' ? made.grant.id : made.id]).toEqual([
            expected.kind,
            `EU-${expected.number}`,
          ]);
        } else {
          const open = model.grants.filter(({ state }) => act.act === 'note' || !isFinal(state));
          const grant = open[act.pick % Math.max(1, open.length)];
          if (grant && act.act === 'note') await note(grant, act.baseline);
          if (grant && act.act === 'decide') {
            const to = ways[grant.state][act.way % ways[grant.state].length] ?? 'ended';
            const becomes = later(grant, to, now, act.minutes * MINUTE);
            expect(await ledger.commit(becomes, event('extended', now))).toBe('ok');
            model.commit(becomes, 'extended', now);
          }
        }
      }

      async function note({ asset, principal }: Grant, baseline: string[]): Promise<void> {
        const name = `${assetKey(asset)}:${principal}`;
        const { generation } = model.pair(name);
        if (generation === 0) return;
        const facts = { generation, baseline, at: clock.now() };
        expect(await ledger.noteWrite(asset, principal, { ...facts, generation: generation - 1 })).toBe('conflict');
        expect(await ledger.noteWrite(asset, principal, facts)).toBe('ok');
        model.note(name, baseline, clock.now());
      }
    }),
    { numRuns: 80 },
  );
}, 60_000);

/** The next version in a state, with deadlines that count from now. */
function later(grant: Grant, state: State, now: number, span: number): Grant {
  const becomes: Grant = next(grant, state);
  if (becomes.state === 'granting') return { ...becomes, giveUpAt: now + span };
  if (becomes.state === 'active') return { ...becomes, expiresAt: now + span, remindAt: now + span / 2 };
  if (becomes.state === 'ending') return { ...becomes, endsAt: now, nagAt: now + MINUTE };
  return becomes;
}

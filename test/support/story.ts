import fc from 'fast-check';
import type { Fault, Switches } from '../../demo/graph/server.ts';
import { approve } from '../../src/access/approve.ts';
import { release, revoke } from '../../src/access/end.ts';
import { extend } from '../../src/access/extend.ts';
import { request } from '../../src/access/request.ts';
import { wish } from './desk.ts';
import { MINUTE } from './grants.ts';
import { ACME, ANA, BEN, EU, type MetaDesk, TOKEN } from './meta-desk.ts';
import { Died } from './pump.ts';

const PEOPLE = [
  { user: 'U0ANA', principal: ANA },
  { user: 'U0BEN', principal: BEN },
] as const;
const CEILING = ['ADVERTISE', 'ANALYZE', 'CREATE_CONTENT', 'MODERATE', 'MESSAGING'];

const faults: Fault[] = [
  { kind: 'cut-before' },
  { kind: 'cut-after' },
  { kind: 'html', status: 502 },
  { kind: 'html', status: 200, effect: true },
  { kind: 'success-false' },
  { kind: 'empty', effect: true },
  { kind: 'throttle', code: 80001, minutes: 1 },
  ...[2, 10, 100, 190, 368].map((code) => ({ kind: 'error', code }) as const),
];

const who = fc.constantFrom(...PEOPLE);
const pick = fc.nat({ max: 5 });
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('ask' as const),
      who,
      level: fc.constantFrom('analyst', 'advertiser', 'moderator', 'editor'),
      minutes: fc.constantFrom(1, 5, 30, 90),
      approved: fc.constantFrom(true, true, true, false),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(0, 1_000, 20_000, 61_000, 10 * MINUTE),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('extend' as const), pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('release' as const), pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('revoke' as const), pick }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('fault' as const),
      after: fc.nat({ max: 3 }),
      fault: fc.constantFrom(...faults),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('die' as const), after: fc.nat({ max: 6 }), done: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('token' as const), works: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('by hand' as const),
      who,
      task: fc.constantFrom('ANALYZE', 'MODERATE', 'MESSAGING'),
      add: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('customer' as const),
      permits: fc.constantFrom(null, ['ANALYZE'], ['ANALYZE', 'MESSAGING', 'MODERATE'], CEILING),
    }),
  },
);
export type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** What happens to two people on one Page of a customer's: up to a dozen steps. */
export const anyStory = fc.array(step, { minLength: 3, maxLength: 12 });

/** One of Meta's possible ways to answer. */
export const anySwitches: fc.Arbitrary<Partial<Switches>> = fc.record({
  replaceTasks: fc.boolean(),
  readLagMs: fc.constantFrom(0, 0, 15_000),
  profilePlus: fc.constantFrom('off', 'always'),
  unknownExtraTask: fc.constantFrom(null, 'NEW_TASK'),
  deleteUnassigned: fc.constantFrom('success', '100', '100/33'),
  requirePageTokenOnWrite: fc.boolean(),
  expandTasks: fc.boolean(),
  successAsString: fc.boolean(),
  filteredShortPages: fc.boolean(),
  pageLimitCap: fc.constantFrom(100, 2),
  clientPagesPermittedTasks: fc.boolean(),
  foreignTokenError: fc.constantFrom('10', '200', '100/33'),
  ceilingError: fc.constantFrom('100', '200', '2620'),
});

/** Lets the next calls of this run's doors be the last thing that a worker does. */
export type Mortal = { dieAfter(calls: number, done: boolean): void; live(): void };

/** Every door through which converge changes something may be where the process dies, before or after the change. */
export function mortal(desk: MetaDesk): Mortal {
  let left: { calls: number; done: boolean } | null = null;
  const door =
    <A extends unknown[], R>(work: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      const last = left !== null && left.calls-- <= 0 ? left : null;
      if (last) left = null;
      if (last && !last.done) throw new Died();
      const result = await work(...args);
      if (last) throw new Died();
      return result;
    };
  const { ledger, meta } = desk;
  Object.assign(meta, { assign: door(meta.assign), unassign: door(meta.unassign) });
  const people = ledger.commit;
  const commit = door(people);
  Object.assign(ledger, {
    noteWrite: door(ledger.noteWrite),
    commit: (...args: Parameters<typeof commit>) => (args[1].actor === 'hallpass' ? commit : people)(...args),
  });
  return {
    dieAfter: (calls, done) => {
      left = { calls, done };
    },
    live: () => {
      left = null;
    },
  };
}

const SLOW: Fault = { kind: 'slow', ms: 1 };

/** Takes one step; what people are refused is in order. */
export async function take(desk: MetaDesk, mortality: Mortal, step: Step, ids: string[]): Promise<void> {
  const { world, faults } = desk.graph;
  const id = 'pick' in step ? (ids[step.pick % Math.max(1, ids.length)] ?? 'EU-0') : '';
  switch (step.do) {
    case 'ask': {
      if (ids.length >= 6) return;
      const { who, level, minutes, approved } = step;
      const asked = { requester: who.user, level, duration: minutes * MINUTE, ticket: `${ids.length + 1}` };
      const made = await request(desk, wish(asked));
      if (!made.ok) return;
      ids.push(made.value.id);
      if (approved) await approve(desk, { actor: 'U0LEA', id: made.value.id });
      return;
    }
    case 'wait':
      return step.ms === 0 ? desk.pump.once() : desk.pump.advance(step.ms);
    case 'extend':
      return void (await extend(desk, { actor: 'U0LEA', id, duration: 10 * MINUTE }));
    case 'release':
      for (const { user } of PEOPLE) await release(desk, { actor: user, id });
      return;
    case 'revoke':
      return void (await revoke(desk, { actor: 'U0LOU', id }));
    case 'fault':
      if (step.after > 0) faults.next({ edge: 'assigned_users' }, SLOW, step.after);
      return faults.next({ edge: 'assigned_users' }, step.fault);
    case 'die':
      return mortality.dieAfter(step.after, step.done);
    case 'token':
      return step.works ? mendToken(desk) : world.revokeToken(TOKEN);
    case 'by hand': {
      const { who, task, add } = step;
      const held = desk.holds(ACME, who.principal).filter((name) => name !== task);
      if (shared(desk)) world.assign({ asset: ACME.id, user: who.principal, tasks: add ? [...held, task] : held });
      return;
    }
    case 'customer':
      if (step.permits) world.share({ asset: ACME.id, business: EU, tasks: step.permits });
      else world.unshare({ asset: ACME.id, business: EU });
      return;
  }
}

/** Meta takes the business' token, as it did at the beginning. */
export const mendToken = ({ graph }: MetaDesk): void => graph.world.setToken({ token: TOKEN, business: EU });

const shared = (desk: MetaDesk): boolean =>
  desk.graph.world.assets().find(({ id }) => id === ACME.id)?.businesses[EU] !== undefined;

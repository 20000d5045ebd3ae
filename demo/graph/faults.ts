import type { Clock } from './engine.ts';
import type { Random } from './random.ts';
import type { ThrottleCode } from './usage.ts';

/** What can go wrong with one call. `effect`: the call is carried out all the same, and only its answer is lost. */
export type Fault =
  | { kind: 'error'; code: number; subcode?: number; status?: number; transient?: boolean }
  | { kind: 'html'; status: number; effect?: boolean }
  | { kind: 'success-false' }
  /** Success is answered, and nothing done, or only so much later. `fresh`: no read of the node shows a time before that answer, however much reads lag. */
  | { kind: 'no-effect'; fresh?: boolean }
  | { kind: 'late-effect'; ms: number; fresh?: boolean }
  | { kind: 'hang'; ms: number; effect?: boolean }
  | { kind: 'cut-before' }
  | { kind: 'cut-after' }
  | { kind: 'slow'; ms: number }
  | { kind: 'empty'; effect?: boolean }
  /** `hold`: every matching call is throttled until the minutes are over by the clock. */
  | { kind: 'throttle'; code: ThrottleCode; minutes: number; hold?: boolean }
  /** Only items of a batch can be null. */
  | { kind: 'null-item'; effect?: boolean };

/** Which calls; the outer call of a batch has edge `batch`, paths are without the version (`/123/assigned_users`). */
export type FaultMatch = { method?: string; edge?: string; path?: string | RegExp };
/** Faults by chance: kinds named by word are the usual ones. */
export type RandomFaults = { rate: number; kinds: readonly (Fault | Fault['kind'])[]; match?: FaultMatch };
type Suffering = { method: string; edge: string; path: string; item: boolean };

/** What tests and the demo order. */
export type Faults = {
  /** The next `times` calls that match suffer it; earlier orders go first. */
  next(match: FaultMatch, fault: Fault, times?: number): void;
  /** From now on, this share of the matching calls (batches and their items alike) suffers one of the kinds. */
  random(order: RandomFaults): void;
  clear(): void;
  /** Ordered by `next` and not suffered yet. */
  waiting(): number;
  /** How many calls suffered each kind so far. */
  suffered(): ReadonlyMap<Fault['kind'], number>;
};
/** The same, with the side that takes orders out; earlier orders go first. */
export type FaultQueue = Faults & { pick(call: Suffering): Fault | undefined };

const USUAL: Readonly<Record<Fault['kind'], Fault>> = {
  error: { kind: 'error', code: 2, transient: true },
  html: { kind: 'html', status: 502 },
  'success-false': { kind: 'success-false' },
  'no-effect': { kind: 'no-effect' },
  'late-effect': { kind: 'late-effect', ms: 50 },
  hang: { kind: 'hang', ms: 1_000 },
  'cut-before': { kind: 'cut-before' },
  'cut-after': { kind: 'cut-after' },
  slow: { kind: 'slow', ms: 50 },
  empty: { kind: 'empty' },
  throttle: { kind: 'throttle', code: 80001, minutes: 1 },
  'null-item': { kind: 'null-item' },
};

/** Every kind there is, for tests that must miss none. */
export const FAULT_KINDS = Object.keys(USUAL);

function matches(match: FaultMatch, call: Suffering, fault: Fault): boolean {
  if (fault.kind === 'null-item' && !call.item) return false;
  if (match.method !== undefined && match.method !== call.method) return false;
  if (match.edge !== undefined && match.edge !== call.edge) return false;
  if (match.path === undefined) return true;
  return typeof match.path === 'string' ? match.path === call.path : match.path.test(call.path);
}

/** Faults on order and by chance; the chance is seeded, so that a failing run can be run again. */
export function createFaults({ random, clock }: { random: Random; clock: Clock }): FaultQueue {
  let orders: { match: FaultMatch; fault: Fault; times: number }[] = [];
  let held: { match: FaultMatch; fault: Fault & { kind: 'throttle' }; until: number }[] = [];
  let chance: RandomFaults | undefined;
  const suffered = new Map<Fault['kind'], number>();

  function ordered(call: Suffering): Fault | undefined {
    const order = orders.find(({ match, fault }) => matches(match, call, fault));
    if (order === undefined) return undefined;
    order.times -= 1;
    if (order.times <= 0) orders = orders.filter((other) => other !== order);
    const { fault, match } = order;
    if (fault.kind === 'throttle' && fault.hold) {
      held.push({ match, fault, until: clock.now() + fault.minutes * 60_000 });
    }
    return fault;
  }

  function stillHeld(call: Suffering): Fault | undefined {
    held = held.filter(({ until }) => until > clock.now());
    const hold = held.find(({ match, fault }) => matches(match, call, fault));
    return hold && { ...hold.fault, minutes: (hold.until - clock.now()) / 60_000 };
  }

  function unlucky(call: Suffering): Fault | undefined {
    if (chance === undefined || random.next() >= chance.rate) return undefined;
    const kind = chance.kinds[Math.floor(random.next() * chance.kinds.length)];
    if (kind === undefined) return undefined;
    const fault = typeof kind === 'string' ? USUAL[kind] : kind;
    return matches(chance.match ?? {}, call, fault) ? fault : undefined;
  }

  return {
    next(match, fault, times = 1) {
      orders.push({ match, fault, times });
    },
    random(order) {
      chance = order;
    },
    clear() {
      orders = [];
      held = [];
      chance = undefined;
    },
    waiting: () => orders.reduce((sum, order) => sum + order.times, 0),
    suffered: () => suffered,
    pick(call) {
      const fault = (held.length > 0 ? stillHeld(call) : undefined) ?? ordered(call) ?? unlucky(call);
      if (fault !== undefined) suffered.set(fault.kind, (suffered.get(fault.kind) ?? 0) + 1);
      return fault;
    },
  };
}

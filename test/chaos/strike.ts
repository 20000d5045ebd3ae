import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault as GraphFault } from '../../demo/graph/server.ts';
import type { Fault as SlackFault } from '../../demo/slack/workspace.ts';
import type { Berth } from './fleet.ts';
import type { Kind, Strike } from './plan.ts';
import type { ChaosTown } from './town.ts';

/** Tells that a fault took place. */
type Tell = () => void;
type Deed = (strike: Strike, town: ChaosTown, tell: Tell) => Promise<void> | void;

/** What hangs does so for less than a call to Meta may take, and long enough for leases and locks to be at stake; ms. */
const HANG = 1.5;
/** What comes late is there before the worker that wrote it gives up looking: nothing else is written to the pair so long. */
const LATE = 0.8;

const berthOf = ({ bot }: Strike, { fleet }: ChaosTown): Berth => fleet.berths[bot % fleet.berths.length] as Berth;

/** Any command, or those with which what was handed out is done with, of which there are fewer. */
const COMMANDS = [
  { of: /^/, share: 1 },
  { of: /\nxack\r/i, share: 40 },
  { of: /\nmulti\r/i, share: 40 },
] as const;

const at =
  (when: 'before' | 'after', act: (berth: Berth) => void): Deed =>
  (strike, town, tell) => {
    const berth = berthOf(strike, town);
    const { of, share } = COMMANDS[strike.calls % COMMANDS.length] ?? COMMANDS[0];
    berth.line.arm({
      commands: Math.ceil(strike.commands / share),
      of,
      when,
      act() {
        act(berth);
        tell();
      },
    });
  };

/** Which calls to Meta a fault strikes: any, those about who is on an asset, or one kind of write. */
const CALLS = [
  {},
  { edge: 'assigned_users' },
  { edge: 'assigned_users', method: 'POST' },
  { edge: 'assigned_users', method: 'DELETE' },
] as const;
const graph =
  (fault: (strike: Strike) => GraphFault): Deed =>
  (strike, town) =>
    town.graph.faults.next(CALLS[strike.commands % 4] ?? {}, fault(strike), strike.calls);
/**
 * The same to one or two writes of each kind. What Meta confirms and does not do is never followed by reads from before the confirmation: nobody who
 * believes reads could tell that (ADR 4).
 */
const writes =
  (fault: (strike: Strike) => GraphFault): Deed =>
  (strike, town) => {
    for (const call of CALLS.slice(2)) town.graph.faults.next(call, fault(strike), 1 + (strike.calls % 2));
  };

const METHODS = ['*', 'chat.postMessage', 'chat.update'] as const;
const slack =
  (fault: (strike: Strike) => SlackFault, method?: string): Deed =>
  (strike, town) =>
    town.workspace.faults.next(method ?? METHODS[strike.commands % 3] ?? '*', fault(strike), strike.calls);

const whileIt =
  (turn: (strike: Strike, town: ChaosTown) => void, back: (strike: Strike, town: ChaosTown) => void): Deed =>
  async (strike, town, tell) => {
    turn(strike, town);
    tell();
    await sleep(strike.ms);
    back(strike, town);
  };

const turned = (name: 'readLagMs' | 'latencyMs', value: (strike: Strike) => number): Deed =>
  whileIt(
    (strike, { graph: { switches } }) => {
      switches[name] = value(strike);
    },
    (_, { graph: { switches } }) => {
      switches[name] = 0;
    },
  );

/** One thing at a time is done to Redis: nobody restarts a server that is just failing over. */
const redisTurn = new WeakMap<ChaosTown, Promise<unknown>>();
const redis =
  (deed: (strike: Strike, town: ChaosTown) => Promise<unknown>): Deed =>
  async (strike, town, tell) => {
    const turn = (redisTurn.get(town) ?? Promise.resolve()).then(async () => {
      if ((await deed(strike, town)) !== false) tell();
    });
    redisTurn.set(
      town,
      turn.catch(() => {}),
    );
    await turn;
  };

const DEEDS: Record<Kind, Deed> = {
  kill(strike, town, tell) {
    berthOf(strike, town).kill();
    tell();
  },
  'kill-before-command': at('before', ({ kill }) => kill()),
  'kill-after-command': at('after', ({ kill }) => kill()),
  'line-cut-before-command': at('before', () => {}),
  'line-cut-after-command': at('after', () => {}),
  'line-severed': whileIt(
    (strike, town) => berthOf(strike, town).line.sever(),
    (strike, town) => berthOf(strike, town).line.mend(),
  ),
  'line-silent': whileIt(
    (strike, town) => berthOf(strike, town).line.hold(),
    (strike, town) => berthOf(strike, town).line.mend(),
  ),
  async 'bot-frozen'(strike, town, tell) {
    tell();
    await berthOf(strike, town).freeze(strike.ms * 2);
  },
  async 'clock-step'(strike, town, tell) {
    const berth = berthOf(strike, town);
    await berth.moveClock(strike.commands % 2 ? strike.ms : -strike.ms);
    tell();
    await sleep(3_000);
    await berth.moveClock(0);
  },
  async upgrade(strike, town, tell) {
    tell();
    await berthOf(strike, town).replace();
  },
  'redis-killed': redis(({ ms }, { pair }) => pair.restart(ms)),
  'redis-frozen': redis(({ ms }, { pair }) => pair.freeze(ms)),
  'redis-failover': redis(({ ms }, { pair }) => pair.failOver(ms)),
  'redis-failover-behind': redis(async ({ ms, commands }, { pair }) => {
    if (!(await pair.inStep())) return false;
    pair.fallBehind();
    await sleep(commands * 3);
    return pair.failOver(ms);
  }),
  'redis-out-of-memory': redis(({ ms }, { pair }) => pair.outOfMemory(ms)),
  'graph-5xx': graph(({ ms }) => ({ kind: 'html', status: 500 + (ms % 4), effect: ms % 2 === 1 })),
  'graph-error': graph(() => ({ kind: 'error', code: 2, transient: true })),
  'graph-empty': graph(({ ms }) => ({ kind: 'empty', effect: ms % 2 === 1 })),
  'graph-success-false': graph(() => ({ kind: 'success-false' })),
  'graph-hang': graph(({ ms }) => ({ kind: 'hang', ms: ms * HANG })),
  'graph-hang-after-effect': graph(({ ms }) => ({ kind: 'hang', ms: ms * HANG, effect: true })),
  'graph-cut-before-effect': graph(() => ({ kind: 'cut-before' })),
  'graph-cut-after-effect': graph(() => ({ kind: 'cut-after' })),
  'graph-no-effect': writes(() => ({ kind: 'no-effect', fresh: true })),
  'graph-late-effect': writes(({ ms }) => ({ kind: 'late-effect', ms: ms * LATE, fresh: true })),
  'graph-slow-effect': graph(({ ms }) => ({ kind: 'slow', ms: ms * HANG })),
  'graph-lag': turned('readLagMs', ({ ms }) => ms),
  'graph-slow': turned('latencyMs', ({ ms }) => ms / 5),
  'graph-throttle': (strike, { graph: { faults } }) => {
    const fault = { kind: 'throttle', code: 613, minutes: strike.ms / 60_000, hold: true } as const;
    faults.next({ path: /^\/act_/ }, fault);
  },
  'graph-null-item': graph(({ ms }) => ({ kind: 'null-item', effect: ms % 2 === 1 })),
  'slack-429': slack(() => ({ kind: 'ratelimited', retryAfter: 1 })),
  'slack-error': slack(() => ({ kind: 'error', error: 'internal_error' })),
  'slack-5xx': slack(() => ({ kind: 'http', status: 503 })),
  'slack-hang': slack(({ ms }) => ({ kind: 'hang', ms })),
  'slack-cut-before-post': slack(() => ({ kind: 'cut-before' }), 'chat.postMessage'),
  'slack-cut-after-post': slack(() => ({ kind: 'cut-after' }), 'chat.postMessage'),
};

/** Strikes at the time and place of the plan; resolves when it is over. `tell` hears that it took place. */
export async function strike(one: Strike, town: ChaosTown, tell: (kind: Kind) => void): Promise<void> {
  await sleep(one.at);
  await DEEDS[one.kind](one, town, () => tell(one.kind));
}

/** Ends whatever is still ordered or armed. */
export function calm({ graph, workspace, fleet }: ChaosTown): void {
  graph.faults.clear();
  workspace.faults.clear();
  for (const { line } of fleet.berths) {
    line.arm(null);
    line.mend();
  }
}

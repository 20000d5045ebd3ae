import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import type { Switches } from '../../demo/graph/server.ts';
import type { Grant } from '../../src/access/grant.ts';
import { isFinal } from '../../src/access/lifecycle.ts';
import { createLedger } from '../../src/store/ledger.ts';
import { HOUR, handClock, MINUTE } from '../support/grants.ts';
import { ACME, ANA, BEN, type MetaDesk, openMetaDesk } from '../support/meta-desk.ts';
import { testRedis } from '../support/redis.ts';
import { anyStory, anySwitches, mendToken, mortal, type Step, take } from '../support/story.ts';
import { onceWrong } from '../support/story-examples.ts';

/** What Ben holds before anybody asks for anything; Ana holds nothing. */
const BEFORE = { [ANA]: [] as string[], [BEN]: ['ANALYZE', 'MESSAGING'] };
const plain = (tasks: readonly string[]) => tasks.map((task) => task.replace('PROFILE_PLUS_', ''));

test('whatever happens on the way: every grant comes to its end, and Meta holds what was there before', async () => {
  const { redis } = await testRedis();

  await fc.assert(
    fc.asyncProperty(anyStory, anySwitches, async (story, switches) => {
      await live(redis, story, switches);
    }),
    { numRuns: 100, seed: 20260302, examples: onceWrong },
  );
}, 60_000);

/** Lives a story through to its end, and says of every sentence of the audit whether it was true when it was written. */
async function live(redis: Redis, story: Step[], switches: Partial<Switches>): Promise<void> {
  const clock = handClock();
  const business = { key: 'eu', id: String(randomInt(1e14, 2e14)) };
  const ledger = createLedger({ redis, business, clock });
  const { desk, close } = await openMetaDesk({ redis, business, clock, ledger }, { switches });
  try {
    desk.graph.world.assign({ asset: ACME.id, user: BEN, tasks: BEFORE[BEN] ?? [] });
    clock.move(MINUTE);
    const since = desk.graph.ledger.length;
    const lies = witness(desk, since);
    const mortality = mortal(desk);
    const ids: string[] = [];

    for (const step of story) await take(desk, mortality, step, ids);
    desk.graph.faults.clear();
    mendToken(desk);
    mortality.live();
    await desk.pump.settle();
    await desk.pump.advance(10 * HOUR);
    await desk.pump.settle();

    expect(lies).toEqual([]);
    for (const id of ids) await finished(desk, id);
    for (const principal of [ANA, BEN]) {
      const { added, taken } = byHand(desk, since, principal);
      const holds = plain(desk.holds(ACME, principal));
      const before = BEFORE[principal] ?? [];
      for (const task of before) if (story.some((step) => forbids(step, task))) taken.add(task);
      expect(holds.filter((task) => !before.includes(task) && !added.has(task))).toEqual([]);
      expect(before.filter((task) => !holds.includes(task) && !taken.has(task))).toEqual([]);
    }
  } finally {
    await close();
  }
}

/** What the customer forbids may be gone for good although it was allowed again later. */
const forbids = (step: Step, task: string): boolean => step.do === 'customer' && !step.permits?.includes(task);

async function finished(desk: MetaDesk, id: string): Promise<void> {
  const grant = await desk.now(id);
  const kinds = await desk.history(id);

  expect([id, isFinal(grant.state)]).toEqual([id, true]);
  expect(kinds).toHaveLength(grant.version);
  for (const once of ['requested', 'approved', 'activated', 'failed', 'ending', 'ended', 'lapsed'] as const) {
    expect(kinds.filter((kind) => kind === once).length).toBeLessThanOrEqual(1);
  }
}

/** What hands other than Hallpass’ gave and took meanwhile. */
function byHand(desk: MetaDesk, since: number, principal: string) {
  const changes = desk.graph.ledger.slice(since).filter(({ by, userId }) => by === 'outside' && userId === principal);
  const [added, taken] = [new Set<string>(), new Set<string>()];
  for (const change of changes) {
    const [before, after] = [plain(change.before), plain(change.after)];
    for (const task of after) if (!before.includes(task)) added.add(task);
    for (const task of before) if (!after.includes(task)) taken.add(task);
  }
  return { added, taken };
}

/** Compares each word of a grant being active or having ended with a read before it, and with the truth. */
function witness(desk: MetaDesk, since: number): string[] {
  const lies: string[] = [];
  const { commit } = desk.ledger;

  async function judge(next: Grant, kind: string): Promise<void> {
    const call = desk.trace.findLast((line) => !line.startsWith('EU-'));
    const holds = plain(desk.holds(ACME, next.principal));
    const { added, taken } = byHand(desk, since, next.principal);
    if (call !== 'GET') lies.push(`${next.id} ${kind} after ${call}`);
    if (kind === 'activated') {
      const missing = next.tasks.filter((task) => !holds.includes(task) && !taken.has(task));
      if (missing.length > 0) lies.push(`${next.id} activated without ${missing}`);
    }
    if (kind === 'ended') {
      const { grants } = await desk.ledger.pair(ACME, next.principal);
      const others = grants.filter(({ id }) => id !== next.id).flatMap(({ tasks }) => tasks);
      const fine = [...(BEFORE[next.principal] ?? []), ...added, ...others];
      const left = next.tasks.filter((task) => holds.includes(task) && !fine.includes(task));
      if (left.length > 0) lies.push(`${next.id} ended with ${left}`);
    }
  }

  Object.assign(desk.ledger, {
    async commit(...[next, event]: Parameters<typeof commit>) {
      if (event.kind === 'activated' || event.kind === 'ended') await judge(next, event.kind);
      return commit(next, event);
    },
  });
  return lies;
}

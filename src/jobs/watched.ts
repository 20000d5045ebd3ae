import type { Ms } from '../access/grant.ts';
import type { Counts } from '../access/ports/counts.ts';
import type { Ledger } from '../access/ports/ledger.ts';
import type { Watched } from './alerts.ts';
import type { Queues } from './queue.ts';

/** A removal is late a while before it is an operator's: the channel and the card say it from the first minute on. */
const LATE: Ms = 120_000;
/** The first job of a queue that nobody takes for so long; in real time. */
const STUCK: Ms = 120_000;

/** A replica that is filled anew, or whose link hangs, is given that long. */
const BEHIND: Ms = 60_000;

/** Removals that are late; Meta is away, refuses them, or no worker runs. */
export const overdueRemovals = (counts: () => Promise<Counts>): Watched => ({
  name: 'overdue',
  title: 'Accesses should be gone and are not',
  async look() {
    const { overdue, late } = await counts();
    if (late < LATE) return null;
    const many = overdue === 1 ? 'one access' : `${overdue} accesses`;
    return `Meta still shows ${many} whose end has passed, or can't be asked. Hallpass goes on trying; the cards say why. What can't wait has to be taken away by hand in Business settings.`;
  },
});

/** A queue whose first job stays the first: workers are away, or hang. */
export function stuckQueue(queues: Pick<Queues, 'first'>, now: () => Ms = () => performance.now()): Watched {
  const seen = new Map<string, { id: string; at: Ms }>();
  return {
    name: 'queue',
    title: 'Jobs wait and nobody takes them',
    async look() {
      const stuck: string[] = [];
      for (const [job, id] of Object.entries(await queues.first())) {
        const before = seen.get(job);
        if (id === null) seen.delete(job);
        else if (before?.id !== id) seen.set(job, { id, at: now() });
        else if (now() - before.at >= STUCK) stuck.push(job);
      }
      if (stuck.length === 0) return null;
      return `The first job in the queue ${stuck.join(', ')} has waited for minutes. See whether the workers run, and what their log says; start them again when they hang.`;
    },
  };
}

/** No replica of Redis keeps up, so that nothing is given or told (ADR 22): one look may meet it catching up. */
export function replicaBehind(
  { replicated, unbroken }: Pick<Ledger, 'replicated' | 'unbroken'>,
  now: () => Ms = () => performance.now(),
): Watched {
  let since: Ms | null = null;
  let same = unbroken();
  return {
    name: 'replica',
    title: 'Nothing new is given: no replica of Redis keeps up',
    async look() {
      if (await replicated()) {
        since = null;
        return null;
      }
      // Where Redis itself was away, the replica's time begins anew.
      if (!same()) since = null;
      same = unbroken();
      since ??= now();
      if (now() - since < BEHIND) return null;
      return 'Requests are taken, and what has to go is taken away, but nothing is given or told before a replica knows of it. See `INFO replication` on the master: whether the link is up, and the copy gets through. Mend the replica, or take it off; without any Hallpass goes on at once.';
    },
  };
}

/** What in Redis' settings, or its state, may lose grants. */
export const durableRedis = (risks: () => Promise<string[]>): Watched => ({
  name: 'redis',
  title: 'Redis may lose grants',
  look: () =>
    risks().then(
      (found) => found.join(' ') || null,
      () => null,
    ),
});

/** This machine's clock and Redis' differ. */
export const rightClock = (skew: () => Promise<Ms>, most: Ms): Watched => ({
  name: 'clock',
  title: 'Clocks differ',
  async look() {
    const ms = await skew();
    if (ms < most) return null;
    return `The clock of an instance differs from Redis' by ${Math.round(ms / 1_000)} s, so accesses end too early or too late. Set both by NTP.`;
  },
});

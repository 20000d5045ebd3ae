import type { Ms } from '../access/grant.ts';
import type { Failure } from './answer.ts';
import type { Entry, Outcome, Result } from './call.ts';
import * as words from './error-words.ts';
import { createLanes, type Lanes } from './lanes.ts';

/** As many calls as Meta takes in one batch. */
const MOST_ITEMS = 50;
/** A batch leaves when nobody has joined it for so long; alone, a call is not delayed by more. */
const QUIET: Ms = 3;
/** However many go on joining, it leaves so long after the first. */
const LONGEST: Ms = 25;
const MOST_FLYING = 24;
const MOST_SCANS = 6;
/** How often a read that Meta did not finish is sent again. */
const MORE_TRIES = 2;

const WAITED: Failure = { kind: 'transient', words: words.queued, unclear: false, cause: 'queue' };
const UNFINISHED: Failure = { kind: 'transient', words: words.timeout, unclear: true, cause: 'unfinished' };

type Options = {
  /** Sends calls of one token, alone or as a batch, and never throws. */
  send(entries: readonly Entry[]): Promise<Result[]>;
  /** Asked when a call is about to leave; a failure is then its outcome. */
  admit?: ((call: Entry['call']) => Failure | undefined) | undefined;
  /** How long a call may wait; it was never sent then. */
  patience: Ms;
};
type Group = { lanes: Lanes; joined: number; timer?: NodeJS.Timeout | undefined };

/**
 * Decides which calls leave when: those of one token together, a few milliseconds after they were asked for, or as soon as
 * one of the 24 that may fly at once is back; the more urgent first, of six scans at most.
 */
export function createDepartures({ send, admit, patience }: Options) {
  const groups = new Map<string, Group>();
  let flying = 0;
  let scansFlying = 0;
  let closing = false;
  const waiting: (() => void)[] = [];
  let sweeper: NodeJS.Timeout | undefined;

  function board(entry: Entry): void {
    let group = groups.get(entry.token);
    if (!group) {
      group = { lanes: createLanes(), joined: 0 };
      groups.set(entry.token, group);
    }
    group.lanes.add(entry);
    group.joined = performance.now();
    sweeper ??= setTimeout(sweep, patience).unref();
    if (closing || group.lanes.size() >= MOST_ITEMS) depart();
    else group.timer ??= setTimeout(wake, QUIET, group);
  }

  const waitOf = ({ lanes, joined }: Group, now: number): Ms =>
    closing || lanes.size() >= MOST_ITEMS ? 0 : Math.min(joined + QUIET, lanes.oldest() + LONGEST) - now;

  function wake(group: Group): void {
    group.timer = undefined;
    const wait = waitOf(group, performance.now());
    // Timers round to milliseconds; what is nearly due is due.
    if (wait < 0.5) depart();
    else if (Number.isFinite(wait)) group.timer = setTimeout(wake, wait, group);
  }

  /** The token whose most urgent call goes next, among those that don't wait for company. */
  function next(now: number): Group | undefined {
    let best: { group: Group; rank: number; since: number } | undefined;
    for (const group of groups.values()) {
      const first = group.lanes.first(scansFlying < MOST_SCANS);
      if (!first || waitOf(group, now) >= 0.5) continue;
      const sooner = !best || first.rank < best.rank || (first.rank === best.rank && first.since < best.since);
      if (sooner) best = { group, ...first };
    }
    return best?.group;
  }

  function depart(): void {
    const now = performance.now();
    for (;;) {
      const group = flying < MOST_FLYING ? next(now) : undefined;
      if (!group) return;
      const entries = group.lanes.take(MOST_ITEMS, scansFlying < MOST_SCANS).filter((entry) => {
        const refusal = admit?.(entry.call);
        if (refusal) settle(entry, { failure: refusal });
        return !refusal;
      });
      if (entries.length > 0) void fly(entries);
      if (group.lanes.size() === 0) forget(group);
    }
  }

  async function fly(entries: Entry[]): Promise<void> {
    const scans = entries[0]?.lane === 'scan' ? 1 : 0;
    flying += 1;
    scansFlying += scans;
    const results = await send(entries);
    flying -= 1;
    scansFlying -= scans;
    for (const [index, entry] of entries.entries()) land(entry, results[index] ?? 'unfinished');
    depart();
    if (flying === 0 && groups.size === 0) for (const tell of waiting.splice(0)) tell();
  }

  function land(entry: Entry, result: Result): void {
    if (result === 'alone') board({ ...entry, alone: true });
    else if (result !== 'unfinished') settle(entry, result);
    else if (entry.call.method !== 'GET' || entry.unfinished >= MORE_TRIES) settle(entry, { failure: UNFINISHED });
    else board({ ...entry, unfinished: entry.unfinished + 1, since: performance.now() });
  }

  function sweep(): void {
    sweeper = undefined;
    const now = performance.now();
    let oldest = Number.POSITIVE_INFINITY;
    for (const group of groups.values()) {
      for (const entry of group.lanes.expire(now - patience)) settle(entry, { failure: WAITED });
      if (group.lanes.size() === 0) forget(group);
      oldest = Math.min(oldest, group.lanes.oldest());
    }
    if (Number.isFinite(oldest)) sweeper = setTimeout(sweep, Math.max(1, oldest + patience - now)).unref();
  }

  function forget(group: Group): void {
    clearTimeout(group.timer);
    for (const [token, one] of groups) if (one === group) groups.delete(token);
  }

  return {
    board,
    /** Lets everything leave at once and waits until the last is back. */
    async close(): Promise<void> {
      closing = true;
      depart();
      if (flying > 0 || groups.size > 0) await new Promise<void>((resolve) => waiting.push(resolve));
      clearTimeout(sweeper);
    },
  };
}

function settle(entry: Entry, outcome: Outcome): void {
  for (const tell of entry.settle) tell(outcome);
}

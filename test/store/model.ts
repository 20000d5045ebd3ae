import { assetKey } from '../../src/access/asset.ts';
import type { EventKind } from '../../src/access/event.ts';
import { type Grant, type GrantIn, isLive, type Ms, type State } from '../../src/access/grant.ts';
import type { Draft } from '../../src/access/ports/ledger.ts';
import { covers } from '../../src/access/tasks.ts';
import { HOUR, MINUTE } from '../support/grants.ts';

type Kept = { kind: EventKind; at: Ms; state: State; detail?: Record<string, string | number> };
type ModelPair = { generation: number; baseline: string[] | null; writtenAt: Ms | null; restsUntil: Ms | null };

/** What the scripts do, once more and plainly: arrays, no indexes, no deadlines kept. The real store must not differ from it. */
export function modelStore() {
  const grants: Grant[] = [];
  const events: Kept[][] = [];
  const pairs = new Map<string, ModelPair>();

  const pairOf = (grant: Draft | Grant): string => `${assetKey(grant.asset)}:${grant.principal}`;
  const of = (pair: string): Grant[] => grants.filter((grant) => pairOf(grant) === pair);

  function put(index: number, grant: Grant, event: Omit<Kept, 'state'>): void {
    const old = grants[index];
    grants[index] = grant;
    events[index] = [...(events[index] ?? []), { ...event, state: grant.state }];
    if (!old) return;
    const name = pairOf(grant);
    const pair = pairs.get(name) ?? { generation: 0, baseline: null, writtenAt: null, restsUntil: null };
    if (shifts(old, grant)) pair.generation += 1;
    const live = of(name).some(isLive);
    if (live) pair.restsUntil = null;
    else if (isLive(old)) pair.restsUntil = event.at + 5 * MINUTE;
    else if (pair.generation > 0 && old.state !== grant.state) pair.restsUntil ??= event.at + 5 * MINUTE;
    if (pair.generation > 0) pairs.set(name, pair);
  }

  const shifts = (old: Grant, grant: Grant): boolean =>
    old.state === grant.state
      ? old.state === 'active' && grant.state === 'active' && old.expiresAt !== grant.expiresAt
      : ['granting', 'ending', 'failed', 'ended'].includes(grant.state);

  function deadline(grant: Grant): Ms | null {
    if (grant.state === 'pending') return grant.lapsesAt;
    if (grant.state === 'granting') return grant.giveUpAt;
    if (grant.state === 'active') return grant.reminded ? grant.expiresAt : Math.min(grant.remindAt, grant.expiresAt);
    return grant.state === 'ending' ? grant.nagAt : null;
  }

  function due() {
    const ofGrants = grants.map((grant, index) => ({ at: deadline(grant), member: `${index + 1}`, index }));
    const ofPairs = [...pairs].map(([name, pair]) => ({ at: pair.restsUntil, member: `pair:${name}`, index: -1 }));
    return [...ofGrants, ...ofPairs]
      .flatMap((entry) => (entry.at === null ? [] : [{ ...entry, at: entry.at }]))
      .sort((a, b) => a.at - b.at || (a.member < b.member ? -1 : 1));
  }

  function rest(name: string): void {
    const pair = pairs.get(name);
    if (!pair) return;
    if (of(name).some((grant) => grant.state === 'pending')) {
      pairs.set(name, { generation: pair.generation, baseline: null, writtenAt: null, restsUntil: null });
    } else {
      pairs.delete(name);
    }
  }

  function move(index: number, now: Ms): void {
    const grant = grants[index];
    if (!grant) return;
    const version = grant.version + 1;
    if (grant.state === 'pending') {
      const { lapsesAt: lapsedAt, ...kept } = grant;
      put(index, { ...kept, version, state: 'lapsed', lapsedAt }, { kind: 'lapsed', at: now });
    } else if (grant.state === 'granting') {
      const { giveUpAt: _, ...kept } = grant;
      end(index, { ...kept, version, state: 'ending', endsAt: now, endReason: 'policy', nagAt: now + MINUTE }, now);
    } else if (grant.state === 'active' && grant.expiresAt <= now) {
      const { expiresAt: endsAt, remindAt: _, reminded: __, asked: ___, ...kept } = grant;
      end(index, { ...kept, version, state: 'ending', endsAt, endReason: 'expired', nagAt: now + MINUTE }, now);
    } else if (grant.state === 'active') {
      put(index, { ...grant, version, reminded: true }, { kind: 'reminded', at: now });
    } else if (grant.state === 'ending') {
      const alarms = [1, 2, 4, 8, 16, 32, 64].map((minutes) => grant.endsAt + minutes * MINUTE);
      while ((alarms.at(-1) ?? 0) <= now) alarms.push((alarms.at(-1) ?? 0) + HOUR);
      const nagAt = alarms.find((at) => at > now) ?? 0;
      put(index, { ...grant, version, nagAt }, { kind: 'overdue', at: now, detail: { late: now - grant.endsAt } });
    }
  }

  const end = (index: number, grant: GrantIn<'ending'>, now: Ms): void =>
    put(index, grant, { kind: 'ending', at: now, detail: { reason: grant.endReason } });

  return {
    grants,
    events,
    create(draft: Draft, at: Ms): { kind: 'ok' | 'open'; number: number } {
      const open = grants.findIndex(
        (grant) =>
          pairOf(grant) === pairOf(draft) &&
          grant.requester === draft.requester &&
          grant.ticket === draft.ticket &&
          ['pending', 'granting', 'active'].includes(grant.state) &&
          covers(grant.tasks, draft.tasks),
      );
      if (open >= 0) return { kind: 'open', number: open + 1 };
      const number = grants.length + 1;
      put(number - 1, { ...draft, id: `EU-${number}`, version: 1 }, { kind: 'requested', at });
      return { kind: 'ok', number };
    },
    commit: (grant: Grant, kind: EventKind, at: Ms): void => put(Number(grant.id.slice(3)) - 1, grant, { kind, at }),
    note(name: string, baseline: string[], at: Ms): void {
      const pair = pairs.get(name);
      if (!pair) return;
      pair.baseline ??= baseline;
      pair.writtenAt = at;
      if (!of(name).some(isLive)) pair.restsUntil = at + 5 * MINUTE;
    },
    tick(now: Ms, batch: number): { moved: number; next: Ms | null } {
      const removes = ({ index }: { index: number }): boolean => {
        const grant = grants[index];
        return grant?.state === 'granting' || (grant?.state === 'active' && grant.expiresAt <= now);
      };
      let removals = 0;
      const window = due()
        .filter((entry) => entry.at <= now)
        .slice(0, batch * 4)
        .filter((entry) => {
          if (removals === batch) return false;
          if (removes(entry)) removals += 1;
          return true;
        });
      for (const entry of window) if (entry.index < 0) rest(entry.member.slice(5));
      const work = window.filter((entry) => entry.index >= 0);
      const first = [...work.filter(removes), ...work.filter((entry) => !removes(entry))].slice(0, batch);
      for (const { index } of first) move(index, now);
      return { moved: first.length, next: due()[0]?.at ?? null };
    },
    pair(name: string) {
      const { generation, baseline, writtenAt } = pairs.get(name) ?? { generation: 0, baseline: null, writtenAt: null };
      return { generation, baseline, writtenAt, giving: [], grants: of(name).filter(isLive) };
    },
  };
}

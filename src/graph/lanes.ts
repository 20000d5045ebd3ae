import type { Entry, Priority } from './call.ts';

/** The most urgent first. */
export const ORDER: readonly Priority[] = ['removal', 'grant', 'read', 'scan'];
const rank = (lane: Priority): number => ORDER.indexOf(lane);

/** The calls of one token that wait. */
export type Lanes = ReturnType<typeof createLanes>;

/** Keeps calls in the order in which they leave. A read that waits already is not waited for twice; it takes the more urgent lane. */
export function createLanes() {
  const lanes: Record<Priority, Entry[]> = { removal: [], grant: [], read: [], scan: [] };
  const reads = new Map<string, Entry>();
  const keyOf = ({ call, form }: Entry) => (call.method === 'GET' ? `${call.path}?${form}` : null);

  function remove(entry: Entry): void {
    const lane = lanes[entry.lane];
    lane.splice(lane.indexOf(entry), 1);
  }

  /** What has left, or was given up, answers nobody who asks from now on. */
  function gone(entries: Entry[]): Entry[] {
    for (const entry of entries) {
      const key = keyOf(entry);
      if (key !== null) reads.delete(key);
    }
    return entries;
  }

  return {
    add(entry: Entry): void {
      const key = keyOf(entry);
      const twin = key === null ? undefined : reads.get(key);
      if (!twin) {
        if (key !== null) reads.set(key, entry);
        lanes[entry.lane].push(entry);
        return;
      }
      twin.settle.push(...entry.settle);
      if (rank(entry.lane) >= rank(twin.lane)) return;
      remove(twin);
      twin.call = entry.call;
      twin.lane = entry.lane;
      lanes[twin.lane].push(twin);
    },
    size: () => ORDER.reduce((sum, lane) => sum + lanes[lane].length, 0),
    /** The most urgent call that may leave: its lane's place in the order, and since when it waits. */
    first(scans: boolean): { rank: number; since: number } | null {
      const lane = ORDER.find((one) => lanes[one].length > 0 && (scans || one !== 'scan'));
      const head = lane && lanes[lane][0];
      return head ? { rank: rank(head.lane), since: head.since } : null;
    },
    /** When the call that waits longest was asked for. */
    oldest: () => Math.min(...ORDER.flatMap((lane) => lanes[lane][0]?.since ?? [])),
    /** The next calls to leave together. Scans leave by themselves: nobody waits for what they are slow with. */
    take(most: number, scans: boolean): Entry[] {
      const lead = ORDER.find((lane) => lanes[lane].length > 0 && (scans || lane !== 'scan'));
      if (!lead) return [];
      if (lanes[lead][0]?.alone) return gone(lanes[lead].splice(0, 1));
      const taken: Entry[] = [];
      for (const lane of lead === 'scan' ? [lead] : ORDER.slice(0, -1)) {
        const alone = lanes[lane].findIndex((entry) => entry.alone);
        const room = most - taken.length;
        taken.push(...lanes[lane].splice(0, alone < 0 ? room : Math.min(room, alone)));
      }
      return gone(taken);
    },
    /** Takes out what was asked for before that time. */
    expire(before: number): Entry[] {
      const late = ORDER.flatMap((lane) => lanes[lane].filter((entry) => entry.since <= before));
      for (const entry of late) remove(entry);
      return gone(late);
    },
  };
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Ms } from '../access/grant.ts';

/** Payloads of one job that travel through the queue together; each succeeds, or comes back, by itself. */
export type Bundle<P> = { bundle: P[]; failures?: number };

/** A payload that must run again: after how long, and how often it failed without saying that itself. */
export type Again<P> = { payload: P; wait: Ms; failures: number };

/** What comes back within so short a time goes back together; ms. */
const TOGETHER = 20;
/** Waits that differ by less than this are one; ms. */
const ALIKE = 250;

export const isBundle = (data: unknown): data is Bundle<unknown> =>
  typeof data === 'object' && data !== null && Array.isArray((data as Partial<Bundle<unknown>>).bundle);

/** The list in pieces of at most `most`, in order. */
export function inPieces<T>(list: readonly T[], most: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / most) }, (_, piece) =>
    list.slice(piece * most, (piece + 1) * most),
  );
}

/** Those that wait equally long, together. */
export function alike<P>(late: readonly Again<P>[]): Again<P>[][] {
  const round = ({ wait }: Again<P>) => Math.ceil(wait / ALIKE) * ALIKE;
  return [...Map.groupBy(late, (one) => `${round(one)} ${one.failures}`).values()];
}

/**
 * Runs every payload of a bundle. `run` answers null, or what must come back: that is handed to `back` at once, with what
 * failed in the same moment, so that nobody waits for a slow neighbour.
 */
export async function runBundle<P>(
  payloads: readonly P[],
  run: (payload: P) => Promise<Again<P> | null>,
  back: (late: Again<P>[]) => Promise<void>,
): Promise<void> {
  let late: Again<P>[] = [];
  let leaving: Promise<void> | undefined;
  async function leave(): Promise<void> {
    await sleep(TOGETHER);
    const these = late;
    late = [];
    leaving = undefined;
    await back(these);
  }
  const ran = payloads.map(async (payload) => {
    const again = await run(payload);
    if (again === null) return;
    late.push(again);
    leaving ??= leave();
    await leaving;
  });
  const failed = (await Promise.allSettled(ran)).find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}

import { fork } from 'node:child_process';
import { once } from 'node:events';

export const EU = '100000000000001';
export const TOKEN = 'EAADEMOEU';
/** The first Page's id; the others follow. */
export const FIRST = 10_000_000;
/** Of one call to Meta, in ms. */
export const LATENCY = Number(process.env.LATENCY ?? 200);

/** What there is at the emulated Meta: so many Pages, each with one of so many people on it, and an ad account with the first of them. */
export type Facts = { pages: number; people: number; onAccount: number; account: string };

/** What a benchmark asks the emulated Meta, or orders there. */
export type Order =
  | { what: 'requests' }
  /** How many of these Pages still have their person on them. */
  | { what: 'left'; from: number; to: number }
  | { what: 'shut'; after: number; seconds: number }
  | { what: 'calls' }
  /** Seconds of processor time so far. */
  | { what: 'busy' };

/** A call about the ad account, by this machine's clock, in ms. */
export type AccountCall = { at: number; method: string; refused: boolean };

/** Who is on the Page or, for the first numbers, on the ad account. */
export const personOf = (number: number, people: number): string => String(800_000_000_000_000 + (number % people));

/** Starts an emulated Meta in a process of its own. */
export async function startTown(facts: Facts) {
  const server = fork(new URL('./graph-server.ts', import.meta.url), [JSON.stringify(facts)]);
  const [url] = (await once(server, 'message')) as [string];
  async function ask<T>(order: Order): Promise<T> {
    server.send(order);
    const [{ answer }] = (await once(server, 'message')) as [{ answer: T }];
    return answer;
  }
  return {
    url,
    requests: () => ask<number>({ what: 'requests' }),
    left: (from: number, count: number) => ask<number>({ what: 'left', from: FIRST + from, to: FIRST + from + count }),
    shut: (after: number, seconds: number) => ask<null>({ what: 'shut', after, seconds }),
    busy: () => ask<number>({ what: 'busy' }),
    calls: () => ask<AccountCall[]>({ what: 'calls' }),
    stop: () => server.disconnect(),
  };
}

import type { Log } from './client.ts';

/** Calls that Hallpass itself holds back, counted by what holds them: a line when it begins, one with their number when it is over. */
export function createWithheld(log: Log) {
  const counts = new Map<string, number>();
  return {
    /** Says that calls are held back from now on, unless that was said. */
    begin(what: string, fields: object, sentence: string): void {
      if (counts.has(what)) return;
      counts.set(what, 0);
      log.warn(fields, sentence);
    },
    count(what: string): void {
      const soFar = counts.get(what);
      if (soFar !== undefined) counts.set(what, soFar + 1);
    },
    /** Says that it is over, unless nothing was said before. */
    end(what: string, fields: object, sentence: string): void {
      const withheld = counts.get(what);
      if (withheld === undefined) return;
      counts.delete(what);
      log.warn({ ...fields, withheld }, sentence);
    },
  };
}

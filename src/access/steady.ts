import type { Desk } from './desk.ts';

/** What was read, or done, may be unknown to the Redis that is there now: it is to be done again from the beginning, and finds done what was done. */
export class Moved extends Error {
  constructor() {
    super('Connection is closed: another Redis may have taken over since this was read');
    this.name = 'Moved';
  }
}

/**
 * The desk for one piece of work, which reads first and then writes by what it read. Versions and generations are numbers, which a Redis that
 * took over and had forgotten some gives out again: a write that fits the number may not fit what stands there. So it is refused where Redis was not one
 * and the same since this was called. Throws Moved then.
 */
export function steady(desk: Desk): Desk {
  const { ledger } = desk;
  const same = ledger.unbroken();
  const kept =
    <A extends unknown[], R>(write: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> =>
      same() ? write(...args) : Promise.reject(new Moved());
  return { ...desk, ledger: { ...ledger, commit: kept(ledger.commit), noteWrite: kept(ledger.noteWrite) } };
}

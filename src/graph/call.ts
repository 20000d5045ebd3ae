import type { z } from 'zod';
import type { Lane } from '../access/ports/meta.ts';
import type { Answer, Failure } from './answer.ts';
import type { Method } from './contract.ts';
import type { Params } from './encode.ts';

/** Who goes first when calls have to wait: taking access away, then giving it, then people who look, then scans. */
export type Priority = Lane;

/** One Graph call; `answer` is what success looks like, anything else is a failure of the call. */
export type Call<T> = {
  method: Method;
  path: string;
  params?: Params;
  answer: z.ZodType<T>;
  /** Default `read`. */
  priority?: Priority;
  /** Instead of the door's own token, such as a Page's. */
  token?: string | undefined;
  /** When what it belongs to began, on the clock of `performance.now()`; its time counts from then. Default: now. */
  since?: number | undefined;
};

/** The one door to Meta for one token. Every call fails with a MetaError or not at all. */
export type Graph = { call<T>(call: Call<T>): Promise<T>; close(): Promise<void> };

/** The cause of a failure where Hallpass itself did not let the call leave; that was said once in the log. */
export const WITHHELD = 'withheld';

/** What came back for a call, or why nothing did; a batch that is refused as a whole still has headers. */
export type Outcome = { answer: Answer } | { failure: Failure; headers?: Answer['headers'] };

/** What happened to a call that left: its outcome, `unfinished` (Meta's null), or `alone` (the batch was refused, not the call). */
export type Result = Outcome | 'unfinished' | 'alone';

/** A call that waits to leave, with everybody who asked for it. */
export type Entry = {
  call: Call<unknown>;
  token: string;
  lane: Priority;
  /** Its parameters as a query or a form, without token and proof. */
  form: string;
  /** When the first asked, on the clock of `performance.now()`. */
  since: number;
  /** How often Meta did not finish it. */
  unfinished: number;
  alone: boolean;
  settle: ((outcome: Outcome) => void)[];
};

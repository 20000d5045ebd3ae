import type { FaultQueue } from './faults.ts';
import type { Selection } from './field-selection.ts';
import type { Journal } from './journal.ts';
import type { Random } from './random.ts';
import type { State } from './state.ts';
import type { Switches } from './switches.ts';
import type { Usage } from './usage.ts';

/** Epoch milliseconds, from outside, so that tests and the demo can move time. */
export type Clock = { now(): number };
/** The app that tokens belong to; its secret signs the proofs. */
export type App = { id: string; secret: string };

/** What every part of the emulator works on; one per emulated graph, nothing is shared between two. */
export type Engine = {
  state: State;
  switches: Switches;
  clock: Clock;
  random: Random;
  app: App;
  journal: Journal;
  faults: FaultQueue;
  usage: Usage;
  selections: Map<string, readonly Selection[]>;
  /** Where the server listens; `next` links start with it. */
  base: string;
  sleep(ms: number): Promise<void>;
};

/** Meta's way to write a time. */
export function graphTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, '+0000');
}

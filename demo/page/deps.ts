import type { EmulatedGraph } from '../graph/server.ts';
import type { Workspace } from '../slack/workspace-types.ts';

/** The emulated Slack, as far as the page touches it. */
export type PageWorkspace = Pick<Workspace, 'as' | 'snapshot' | 'onChange'>;

/** The emulated Meta, as far as the page touches it. */
export type PageGraph = Pick<EmulatedGraph, 'world' | 'ledger' | 'calls' | 'switches' | 'faults' | 'onChange'>;

/** A business that the page shows; without `channels` a channel belongs to the one whose key is in its name. */
export type PageBusiness = { key: string; id: string; name: string; channels?: readonly string[] };

/** The demo's time; everything that waits for a deadline waits for this. */
export type PageClock = { now(): number; advance(ms: number): void };

/** What the page is made of; it owns none of it. */
export type PageDeps = {
  workspace: PageWorkspace;
  graph: PageGraph;
  clock: PageClock;
  /** When something falls due next, in epoch milliseconds; null when nothing waits. */
  nextDeadline(): Promise<number | null>;
  businesses: readonly PageBusiness[];
};

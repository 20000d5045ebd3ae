import { channel } from 'node:diagnostics_channel';
import type { NodeKind } from './state.ts';

/** One call, as the tests and the demo's page see it; tokens and proofs are never in it. */
export type CallLog = {
  at: number;
  method: string;
  path: string;
  /** The edge's name; for nodes their kind; `batch` for the outer call of a batch. */
  edge: string;
  /** What the path's id stands for. */
  on?: NodeKind | undefined;
  agent?: string | undefined;
  params: Record<string, unknown>;
  /** 0: no answer was sent. */
  status: number;
  code?: number;
  subcode?: number;
  businessId?: string;
  batchIndex?: number;
};

/** Who held what when. */
export type LedgerEntry = {
  at: number;
  assetId: string;
  userId: string;
  before: string[];
  after: string[];
  by: 'api' | 'outside';
};

/** What happened, for tests to read back and for whoever wants to hear of it. */
export type Journal = {
  enabled: boolean;
  calls: CallLog[];
  ledger: LedgerEntry[];
  called(entry: CallLog): void;
  moved(entry: LedgerEntry): void;
  changed(): void;
  onChange(listener: () => void): () => void;
};

/** Every call of every emulator in this process, for whoever wants to compare all of them with something. */
export const callsMade = channel('hallpass:emulated-graph-call');

const MOST_CALLS = 10_000;
const DROPPED_AT_ONCE = 1_000;

/** Calls are a bounded ring; the ledger is whole, because a test that lost its beginning would prove nothing. */
export function createJournal(enabled: boolean): Journal {
  const listeners = new Set<() => void>();
  const calls: CallLog[] = [];
  const ledger: LedgerEntry[] = [];

  function changed(): void {
    for (const listener of listeners) listener();
  }

  return {
    enabled,
    calls,
    ledger,
    called(entry) {
      if (calls.length >= MOST_CALLS) calls.splice(0, DROPPED_AT_ONCE);
      calls.push(entry);
      if (callsMade.hasSubscribers) callsMade.publish(entry);
      changed();
    },
    moved(entry) {
      if (enabled) ledger.push(entry);
      changed();
    },
    changed,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const SECRET = new Set([
  'access_token',
  'appsecret_proof',
  'input_token',
  'client_secret',
  'fb_exchange_token',
  'batch',
]);

/** Parameters fit to be kept: the same, with every secret cut out. */
export function redacted(params: Record<string, unknown>): Record<string, unknown> {
  const safe: Record<string, unknown> = {};
  for (const name of Object.keys(params)) safe[name] = SECRET.has(name) ? '[redacted]' : params[name];
  return safe;
}

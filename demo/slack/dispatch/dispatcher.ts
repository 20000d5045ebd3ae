import { bounded, changed, now, type State } from '../state.ts';
import type { Dispatch, DispatchResult } from '../workspace-types.ts';
import type { createHttpTransport } from './http-transport.ts';
import type { Answer, Outgoing } from './outgoing.ts';
import type { SocketMode } from './socket-mode.ts';

type Lines = { http: ReturnType<typeof createHttpTransport>; socket: SocketMode };

/** Sends to the bot over the line it is on, and keeps the record that shows what was never acknowledged. */
export type Dispatcher = {
  send(outgoing: Outgoing): Promise<DispatchResult & { noRetry?: boolean }>;
  /** Whether there is any line to the bot at all. */
  reachable(): boolean;
};

function record(state: State, outgoing: Outgoing, via: Dispatch['via']): Dispatch {
  const entry: Dispatch = {
    id: (state.dispatches.at(-1)?.id ?? 0) + 1,
    at: now(state),
    kind: outgoing.kind,
    user: outgoing.user,
    via,
    status: 'pending',
    ms: 0,
    ...(outgoing.retry ? { retryNum: outgoing.retry.num } : {}),
  };
  bounded(state.dispatches, entry);
  changed(state);
  return entry;
}

function settle(state: State, entry: Dispatch, answer: Answer, ms: number): void {
  entry.status = answer.outcome;
  entry.ms = ms;
  if (answer.outcome === 'acked') entry.ackBody = answer.body;
  else entry.reason = answer.reason;
  changed(state);
}

/** A dispatcher over Socket Mode while the bot is connected that way, else over HTTP. */
export function createDispatcher(state: State, { http, socket }: Lines): Dispatcher {
  async function send(outgoing: Outgoing) {
    const bySocket = socket.connected();
    const entry = record(state, outgoing, bySocket ? 'socket' : 'http');
    const started = performance.now();
    const nowhere: Answer = { outcome: 'failed', reason: 'dispatch_failed' };
    const answer = bySocket
      ? await socket.send(outgoing)
      : state.requestUrl === undefined
        ? nowhere
        : await http.post(state.requestUrl, outgoing);
    const ms = Math.round(performance.now() - started);
    settle(state, entry, answer, ms);
    if (answer.outcome === 'acked') return { status: answer.outcome, ms, body: answer.body };
    const noRetry = answer.outcome === 'failed' && answer.noRetry === true;
    return { status: answer.outcome, ms, reason: answer.reason, ...(noRetry ? { noRetry } : {}) };
  }

  return { send, reachable: () => socket.connected() || state.requestUrl !== undefined };
}

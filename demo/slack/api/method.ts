import type { Json } from '../blocks/types.ts';
import type { Events } from '../dispatch/events.ts';
import type { SocketMode } from '../dispatch/socket-mode.ts';
import type { State } from '../state.ts';
import { refuse } from './refusal.ts';

/** One call, authenticated and with its arguments read. */
export type Call = { state: State; events: Events; socket: SocketMode; args: Json };

/** One Web API method: the token it takes, the scopes it always needs, and what it does. */
export type Method = {
  token: 'bot' | 'app';
  scopes: readonly string[];
  run(call: Call): Json;
};

/** Declares a family of methods with their names checked as keys. */
export const methods = <Name extends string>(table: Record<Name, Method>): Record<Name, Method> => table;

/** Refuses with `missing_scope` unless the token has this scope. */
export function requireScope(state: State, needed: string): void {
  if (state.config.scopes.has(needed)) return;
  refuse('missing_scope', { needed, provided: [...state.config.scopes].join(',') });
}

import type { Json } from '../blocks/types.ts';
import type { State } from '../state.ts';
import { type Method, requireScope } from './method.ts';
import { refuse } from './refusal.ts';

/** The token of a call, from its header or its arguments. */
function tokenOf(authorization: string | undefined, args: Json): string | undefined {
  const bearer = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
  return bearer ?? (typeof args.token === 'string' && args.token !== '' ? args.token : undefined);
}

/** Refuses unless the token is known, is of the kind that the method takes, and has the method's scopes. */
export function authenticate(state: State, method: Method, authorization: string | undefined, args: Json): void {
  const token = tokenOf(authorization, args) ?? refuse('not_authed');
  const { botToken, appToken } = state.config;
  const kind = token === botToken ? 'bot' : token === appToken ? 'app' : refuse('invalid_auth');
  if (kind !== method.token) refuse('not_allowed_token_type');
  for (const scope of method.scopes) requireScope(state, scope);
}

import { readArgs } from '../api/args.ts';
import { authenticate } from '../api/authenticate.ts';
import type { Call } from '../api/method.ts';
import { ApiRefusal } from '../api/refusal.ts';
import { methodTable } from '../api/table.ts';
import type { Json } from '../blocks/types.ts';
import { bounded, changed, now, type State } from '../state.ts';
import { type Reply, type Request, withFault } from './exchange.ts';

type Lines = Omit<Call, 'args' | 'state'>;

function run(state: State, lines: Lines, name: string, request: Request, args: Json): Json {
  const method = Object.hasOwn(methodTable, name) ? methodTable[name] : undefined;
  if (method === undefined) throw new ApiRefusal('unknown_method', { req_method: name });
  authenticate(state, method, request.authorization, args);
  return { ok: true, ...method.run({ state, ...lines, args }) };
}

function refused(error: unknown): Json {
  if (!(error instanceof ApiRefusal)) throw error;
  return { ok: false, error: error.message, ...error.extra };
}

function note(state: State, method: string, args: Json, answer: Json, fault?: string): void {
  const { token: _, ...shown } = args;
  const error = answer.error === undefined ? {} : { error: String(answer.error) };
  const entry = { at: now(state), method, args: shown, ok: answer.ok === true, ...error };
  bounded(state.apiCalls, { ...entry, ...(fault === undefined ? {} : { fault }) });
  changed(state);
}

const argsIn = ({ contentType, body, query }: Request): Json => readArgs(contentType, body, query);

/** What a call that fails was about, as far as it can be read. */
function argsOf(request: Request): Json {
  try {
    return argsIn(request);
  } catch {
    return {};
  }
}

/** Answers one Web API call, after whatever fault was set for it. */
export async function answerApi(state: State, lines: Lines, name: string, request: Request): Promise<Reply> {
  const scopes = methodTable[name]?.scopes.join(',') ?? '';
  const headers = { 'x-oauth-scopes': [...state.config.scopes].join(','), 'x-accepted-oauth-scopes': scopes };
  return withFault(state.faults.take(name), {
    run: (fault) => {
      let args: Json = {};
      let answer: Json;
      try {
        args = argsIn(request);
        answer = run(state, lines, name, request, args);
      } catch (error) {
        answer = refused(error);
      }
      note(state, name, args, answer, fault);
      return { status: 200, headers, json: answer };
    },
    skip: (error, fault) => note(state, name, argsOf(request), { ok: false, error }, fault),
  });
}

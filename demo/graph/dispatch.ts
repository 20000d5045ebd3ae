import { allow } from './access.ts';
import type { Call } from './call.ts';
import type { Engine } from './engine.ts';
import { parseSelection, type Selection } from './field-selection.ts';
import { GraphError, statusOf, unknownPath } from './graph-error.ts';
import type { Request, Target } from './locate.ts';
import { checkParams } from './params.ts';
import { findRoute } from './routes.ts';
import type { Node, Token } from './state.ts';
import { authenticate } from './tokens.ts';
import type { Lane } from './usage.ts';

/** What goes back: a body, or the refusal that becomes the error envelope. */
export type Answer = { status: number; body: unknown; headers?: Record<string, string>; error?: GraphError };

const MOST_SELECTIONS = 500;

function laneOf(node: Node | undefined): Lane {
  if (node?.kind === 'page') return 'pages';
  return node?.kind === 'ad_account' ? 'ads_management' : 'platform';
}

/** Carries a call out, from the token check to the answer. */
export function perform(engine: Engine, request: Request, target: Target): Answer {
  let headers: Record<string, string> | undefined;
  try {
    const token = authenticate(engine, request.credentials);
    if (engine.switches.usageHeaders || engine.switches.hourlyBudget > 0) {
      const counted = engine.usage.count(laneOf(target.node), token.business?.id ?? engine.app.id);
      headers = counted.headers;
      if (counted.error !== undefined) throw counted.error;
    }
    const body = run(engine, request, target, token);
    return headers === undefined ? { status: 200, body } : { status: 200, body, headers };
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    return { status: statusOf(error), body: undefined, error, ...(headers === undefined ? {} : { headers }) };
  }
}

function run(engine: Engine, request: Request, { route, node, error }: Target, token: Token): unknown {
  if (error !== undefined || route === undefined) throw error ?? unknownPath(request.path.slice(1));
  const { raw, method, version, path } = request;
  const call: Call = {
    engine,
    token,
    params: checkParams(raw, route.params, route.paged, engine.switches),
    raw,
    selection: selectionOf(engine, raw.fields),
    method,
    version,
    path,
    expand: (from, selected) => expand(call, from, selected),
  };
  if (node === undefined) return route.run(undefined as never, call);
  allow(route, node, call);
  const result = route.run(node, call);
  return method === 'POST' && call.selection !== undefined ? readAfterWrite(result, node, call) : result;
}

function selectionOf(engine: Engine, fields: unknown): readonly Selection[] | undefined {
  if (fields === undefined || fields === '') return undefined;
  const source = (Array.isArray(fields) ? fields.join(',') : String(fields)).replaceAll(/\s/g, '');
  const known = engine.selections.get(source);
  if (known !== undefined) return known;

  if (engine.selections.size >= MOST_SELECTIONS) engine.selections.clear();
  const parsed = parseSelection(source);
  engine.selections.set(source, parsed);
  return parsed;
}

/** An edge asked for as a field of its node: the same route, with the arguments as parameters. */
function expand(call: Call, node: Node, { name, args, sub }: Selection): unknown {
  const route = findRoute('GET', node.kind, name);
  if (route === undefined) return undefined;
  const params = checkParams(args, route.params, route.paged, call.engine.switches);
  const inner: Call = { ...call, params, raw: args, selection: sub, path: `/${node.id}/${name}` };
  allow(route, node, inner);
  return route.run(node, inner);
}

/** A POST that names `fields` answers with those of the node it made or wrote to. */
function readAfterWrite(result: unknown, node: Node, call: Call): unknown {
  const made = (result as { id?: string }).id;
  const target = made === undefined ? node : call.engine.state.nodes.get(made);
  const route = target && findRoute('GET', target.kind, '');
  return route === undefined ? result : { ...(result as object), ...(route.run(target as Node, call) as object) };
}

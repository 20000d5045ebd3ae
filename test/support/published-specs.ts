import { existsSync, readFileSync } from 'node:fs';

type Api = { method: string; endpoint?: string; name?: string; params: Param[] };
export type Param = { name: string; required: boolean; type: string };
type Spec = { apis: Api[]; fields: { name: string }[] };
type Enum = { name: string; values: string[] };
type Extra = {
  enum_additions: { enums: string[]; values: string[] }[];
  extra_params: { node: string; method: string; endpoint: string; name: string }[];
  edge_fields_not_in_specs: { edges: string[]; fields: Record<string, string> }[];
};

// Meta's published API description is not part of this repository, so this only works where somebody has put it.
const folder = new URL('../../../shared/graph/specs/', import.meta.url);
const loaded = new Map<string, unknown>();

function load<T>(name: string): T {
  if (!loaded.has(name)) loaded.set(name, JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')));
  return loaded.get(name) as T;
}

/** Whether Meta's description lies beside the checkout. */
export const haveSpecs = existsSync(folder);

/** Names taken by every edge or every list, and therefore on none of the published lists. */
export const EVERYWHERE: readonly string[] = ['fields', 'limit', 'after'];

/** One published call: an edge of a node, or with an endpoint of null the node itself. */
export function publishedCall(node: string, method: string, endpoint: string | null): Api | undefined {
  const word = endpoint ?? { GET: '#get', DELETE: '#delete', POST: '#update' }[method];
  return load<Spec>(node).apis.find((api) => api.method === method && (api.endpoint ?? api.name) === word);
}

/** Parameters of a call that only guides or integrators tell of. */
export const furtherParams = (node: string, method: string, endpoint: string | null): string[] =>
  load<Extra>('extra')
    .extra_params.filter((one) => one.node === node && one.method === method && one.endpoint === endpoint)
    .map(({ name }) => name);

/** A node's published fields. */
export const fieldsOf = (node: string): string[] => load<Spec>(node).fields.map(({ name }) => name);

/** Fields that rows of this edge carry besides those of their type. */
export const fieldsOnEdge = (node: string, endpoint: string | null): string[] =>
  load<Extra>('extra')
    .edge_fields_not_in_specs.filter(({ edges }) => edges.includes(`${node}.${endpoint}`))
    .flatMap(({ fields }) => Object.keys(fields));

/** The values of an enum, by its name or by a parameter's type such as `list<…>`; undefined when it is none. */
export function valuesOf(type: string): string[] | undefined {
  const name = /^(?:list<)?(\w+?)>?$/.exec(type)?.[1];
  const values = load<Enum[]>('enum_types').find((known) => known.name === name)?.values;
  const added = load<Extra>('extra').enum_additions.filter((more) => more.enums.includes(name ?? ''));
  return values && [...values, ...added.flatMap((more) => more.values)].sort();
}

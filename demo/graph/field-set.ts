import type { Call } from './call.ts';
import type { Selection } from './field-selection.ts';
import { noSuchField } from './graph-error.ts';

type Getter<R> = (row: R, call: Call) => unknown;

/** The fields of one type: what each one's value is, and which come unasked. */
export type FieldSet<R> = {
  type: string;
  defaults: readonly string[];
  fields: Readonly<Record<string, Getter<R>>>;
};

/** Declares a type's fields; `known` names exist but have no value here, as most of Meta's do for most callers. */
export function fieldSet<R>(
  type: string,
  defaults: readonly string[],
  fields: Record<string, Getter<R>>,
  known: readonly string[] = [],
): FieldSet<R> {
  const all: Record<string, Getter<R>> = Object.create(null);
  for (const name of known) all[name] = () => undefined;
  return { type, defaults, fields: Object.assign(all, fields) };
}

/** A value that is itself a node, whose own fields can be selected. */
export class Nested {
  readonly project: (selection: readonly Selection[] | undefined, call: Call) => Record<string, unknown>;

  constructor(project: Nested['project']) {
    this.project = project;
  }
}

/** Wraps a node as the value of another one's field; nothing stays nothing. */
export function nested<R>(set: FieldSet<R>, row: R | undefined): Nested | undefined {
  if (row === undefined) return undefined;
  return new Nested((selection, call) => project(set, row, selection ?? named(['id', 'name']), call));
}

function named(names: readonly string[]): Selection[] {
  return names.map((name) => ({ name, args: {}, sub: undefined }));
}

/** One row as JSON: the selected fields, or the default ones, and always the id; fields without a value are left out. */
export function project<R>(
  set: FieldSet<R>,
  row: R,
  selection: readonly Selection[] | undefined,
  call: Call,
  edge?: (selected: Selection) => unknown,
): Record<string, unknown> {
  const json: Record<string, unknown> = {};
  if (selection === undefined) {
    for (const name of set.defaults) put(json, name, set.fields[name]?.(row, call), undefined, call);
  } else {
    for (const selected of selection) {
      const get = set.fields[selected.name];
      const value = get === undefined ? edge?.(selected) : get(row, call);
      if (get === undefined && value === undefined) throw noSuchField(selected.name, set.type);
      put(json, selected.name, value, selected.sub, call);
    }
  }
  if (json.id === undefined) put(json, 'id', set.fields.id?.(row, call), undefined, call);
  return json;
}

function put(
  json: Record<string, unknown>,
  name: string,
  value: unknown,
  sub: readonly Selection[] | undefined,
  call: Call,
): void {
  if (value === undefined) return;
  json[name] = value instanceof Nested ? value.project(sub, call) : value;
}

/** The same fields on a row that carries more than the node, as an edge's rows do. */
export function widened<Inner, Row>(
  set: FieldSet<Inner>,
  inner: (row: Row) => Inner,
  extra: Record<string, Getter<Row>>,
  defaults: readonly string[] = set.defaults,
): FieldSet<Row> {
  const fields: Record<string, Getter<Row>> = Object.create(null);
  for (const [name, get] of Object.entries(set.fields)) fields[name] = (row, call) => get(inner(row), call);
  return { type: set.type, defaults, fields: Object.assign(fields, extra) };
}

import { invalid } from './graph-error.ts';
import type { Switches } from './switches.ts';

/** What a route takes under one name; a number in a JSON body is taken where digits are. */
export type ParamSpec = {
  type: 'id' | 'string' | 'bool' | 'list';
  /** the only values taken; for a list, each item's */
  values?: readonly string[];
  required?: boolean | ((switches: Switches) => boolean);
};
/** Everything that one route takes. */
export type ParamSpecs = Readonly<Record<string, ParamSpec>>;
/** Parameters after checking: lists are lists, everything else is text. */
export type Params = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Taken by every route. */
const EVERYWHERE = new Set([
  'access_token',
  'appsecret_proof',
  'appsecret_time',
  'fields',
  'format',
  'include_headers',
  'locale',
  'pretty',
]);
const BY_LISTS = new Set(['after', 'before', 'limit', 'summary']);

/** Checks what was sent against what the route takes; the first thing wrong is refused with Meta's words. */
export function checkParams(
  raw: Record<string, unknown>,
  specs: ParamSpecs,
  paged: boolean,
  switches: Switches,
): Params {
  for (const name of Object.keys(raw)) {
    if (Object.hasOwn(specs, name) || EVERYWHERE.has(name) || (paged && BY_LISTS.has(name))) continue;
    throw invalid(`Unknown parameter: ${name}`);
  }

  const params: Record<string, string | readonly string[] | undefined> = {};
  for (const name of Object.keys(specs)) {
    const spec = specs[name];
    if (spec === undefined) continue;
    const value = Object.hasOwn(raw, name) ? raw[name] : undefined;
    if (value === undefined || value === null || value === '') {
      const required = typeof spec.required === 'function' ? spec.required(switches) : spec.required;
      if (required === true) throw invalid(`The parameter ${name} is required`);
    } else {
      params[name] = checked(name, value, spec);
    }
  }
  return params;
}

function checked(name: string, value: unknown, spec: ParamSpec): string | readonly string[] {
  if (spec.type === 'list') {
    const items = parseList(value);
    if (items === undefined) throw invalid(`Param ${name} must be an array.`);
    items.forEach((item, index) => {
      oneOf(`${name}[${index}]`, item, spec.values);
    });
    return items;
  }
  if (typeof value === 'object') throw invalid(`Param ${name} must be a string.`);
  const text = String(value);
  if (spec.type === 'id' && !/^\d+$/.test(text)) throw invalid(`Param ${name} must be a valid ID string (e.g., "123")`);
  if (spec.type === 'bool' && !/^(true|false|0|1)$/.test(text)) throw invalid(`Param ${name} must be a boolean`);
  oneOf(name, text, spec.values);
  return text;
}

function oneOf(name: string, value: string, values: readonly string[] | undefined): void {
  if (values === undefined || values.includes(value)) return;
  throw invalid(`Param ${name} must be one of {${values.join(', ')}} - got "${value}".`);
}

/** Reads a list as leniently as Meta: JSON, JSON with single quotes, or one bare value. */
export function parseList(value: unknown): string[] | undefined {
  if (Array.isArray(value)) return value.map(String);
  if (typeof value !== 'string') return undefined;
  if (!value.startsWith('[')) return value.startsWith('{') ? undefined : [value];

  for (const text of [value, value.replaceAll("'", '"')]) {
    try {
      const parsed: unknown = JSON.parse(text);
      if (Array.isArray(parsed)) return parsed.map(String);
    } catch {
      // the next spelling may parse
    }
  }
  return undefined;
}

/** One text parameter. */
export function text(params: Params, name: string): string | undefined {
  const value = params[name];
  return typeof value === 'string' ? value : undefined;
}

/** One list parameter. */
export function list(params: Params, name: string): readonly string[] | undefined {
  const value = params[name];
  return typeof value === 'object' ? value : undefined;
}

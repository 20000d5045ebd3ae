import type { Json } from '../blocks/types.ts';
import { refuse, refuseWith } from './refusal.ts';

/** Reads a call's arguments from its body (form or JSON) and query. */
export function readArgs(contentType: string, body: string, query: URLSearchParams): Json {
  const fromQuery = Object.fromEntries(query);
  if (body === '') return fromQuery;
  if (!contentType.includes('application/json'))
    return { ...fromQuery, ...Object.fromEntries(new URLSearchParams(body)) };
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return refuse('invalid_json');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return refuse('json_not_object');
  return { ...fromQuery, ...(parsed as Json) };
}

/** A text argument, or undefined; an empty one counts as left out. */
export function optionalText(args: Json, name: string): string | undefined {
  const value = args[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') return refuseWith('invalid_arguments', [`must be a string [json-pointer:/${name}]`]);
  return value;
}

/** A text argument that must be there. */
export function requiredText(args: Json, name: string): string {
  return optionalText(args, name) ?? refuseWith('invalid_arguments', [`missing required field: ${name}`]);
}

/** A yes-or-no argument, in any of the spellings that Slack takes. */
export const flag = (args: Json, name: string): boolean => [true, 'true', 1, '1'].includes(args[name] as string);

/** A whole-number argument between limits. */
export function wholeNumber(args: Json, name: string, fallback: number, max: number): number {
  const value = args[name];
  if (value === undefined || value === null || value === '') return fallback;
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > max) return refuse('invalid_limit');
  return number;
}

/** A structured argument: as it is in a JSON body, as JSON text in a form. */
export function structured(args: Json, name: string, error: string): unknown {
  const value = args[name];
  if (typeof value !== 'string') return value ?? undefined;
  if (value === '') return undefined;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return refuse(error);
  }
}

import type { CallLog } from '../../demo/graph/journal.ts';

/** What a call has in common with others like it: everything but ids, free text and cursors. */
export type CallShape = {
  method: string;
  /** Which kind of node; `root` for paths that belong to none. */
  on: string;
  /** null: the node itself. */
  edge: string | null;
  params: string[];
  fields: string[];
  /** By parameter, the values that may be an enum's. */
  words: Record<string, string[]>;
};

/** Carried by every call, and redacted. */
const CREDENTIALS = new Set(['access_token', 'appsecret_proof', 'appsecret_time', 'include_headers']);
const WORD = /^[A-Z][A-Z0-9_]+$/;

/** Reduces a call to its shape. */
export function shapeOf({ method, on, edge, params }: CallLog): CallShape {
  const names = Object.keys(params).filter((name) => !CREDENTIALS.has(name));
  const words = names.map((name) => [name, enumLike(params[name])] as const).filter(([, found]) => found.length > 0);
  return {
    method,
    on: on ?? 'root',
    edge: edge === on ? null : edge,
    params: names.toSorted(),
    fields: topFields(params.fields),
    words: Object.fromEntries(words),
  };
}

function enumLike(value: unknown): string[] {
  const text = String(value ?? '');
  const items: unknown = /^\[["\]]/.test(text) ? JSON.parse(text) : [text];
  return (items as unknown[])
    .map(String)
    .filter((item) => WORD.test(item))
    .toSorted();
}

/** `id,page{id,name}` → `id`, `page`. */
function topFields(value: unknown): string[] {
  let text = String(value ?? '');
  while (/\{[^{}]*\}/.test(text)) text = text.replaceAll(/\{[^{}]*\}/g, '');
  return text
    .split(',')
    .map((field) => field.replace(/\..*$/, '').trim())
    .filter(Boolean)
    .toSorted();
}

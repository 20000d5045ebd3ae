import type { Json } from '../blocks/types.ts';
import { optionalText, wholeNumber } from './args.ts';
import { refuse } from './refusal.ts';

const encode = (offset: number) => Buffer.from(`offset:${offset}`).toString('base64');

function decode(cursor: string): number {
  const match = /^offset:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString());
  return match === null ? refuse('invalid_cursor') : Number(match[1]);
}

/** One page of a list, with Slack's cursor to the next one (empty at the end). */
export function page<Item>(args: Json, list: readonly Item[], fallback = 100, max = 999) {
  const limit = wholeNumber(args, 'limit', fallback, max);
  const cursor = optionalText(args, 'cursor');
  const start = cursor === undefined ? 0 : decode(cursor);
  const next = start + limit < list.length ? encode(start + limit) : '';
  return { items: list.slice(start, start + limit), next, metadata: { response_metadata: { next_cursor: next } } };
}

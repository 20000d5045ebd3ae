import { z } from 'zod';
import { type Answer, readAnswer } from './answer.ts';
import type { Entry, Result } from './call.ts';
import * as words from './error-words.ts';

/** The form that carries these calls as one: token and proof stand beside the calls and hold for each. */
export function batchForm(entries: readonly Entry[], own: Record<string, string>): string {
  const batch = entries.map(({ call: { method, path }, form }) =>
    method === 'POST'
      ? { method, relative_url: path, body: form }
      : { method, relative_url: form === '' ? path : `${path}?${form}` },
  );
  return new URLSearchParams({ ...own, batch: JSON.stringify(batch), include_headers: 'true' }).toString();
}

const Item = z.object({
  code: z.number(),
  headers: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
  body: z.string().nullish(),
});

/** Refusals that are about the caller; any other refusal of a whole batch is about its being a batch. */
const OF_THE_CALLER: ReadonlySet<string> = new Set(['throttled', 'unauthorized', 'blocked', 'transient']);

/** One result per call, in order. Nothing of an answer that is not the list it should be is taken for any call's success. */
export function readBatch(answer: Answer, count: number): Result[] {
  const list = listOf(answer);
  if (list) return Array.from({ length: count }, (_, index) => itemOf(list[index]));
  const read = readAnswer(answer, z.never());
  const failure = read.ok ? unreadable('shape') : read.failure;
  const result: Result =
    failure.unclear || OF_THE_CALLER.has(failure.kind) ? { failure, headers: answer.headers } : 'alone';
  return Array<Result>(count).fill(result);
}

function listOf({ status, text }: Answer): unknown[] | undefined {
  if (status < 200 || status > 299) return undefined;
  try {
    const body: unknown = JSON.parse(text);
    return Array.isArray(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

function itemOf(raw: unknown): Result {
  if (raw === null) return 'unfinished';
  const { data: item } = Item.safeParse(raw);
  if (!item) return { failure: unreadable('item') };
  const headers = Object.fromEntries((item.headers ?? []).map(({ name, value }) => [name.toLowerCase(), value]));
  return { answer: { status: item.code, headers, text: item.body ?? '' } };
}

const unreadable = (cause: string) => ({ kind: 'transient', words: words.unreadable, unclear: true, cause }) as const;

import type { z } from 'zod';
import type { ErrorKind, Ms } from '../access/grant.ts';
import * as words from './error-words.ts';
import { type Remedy, toldByText, verdict } from './errors.ts';
import { ErrorEnvelope } from './schemas.ts';
import { waitOf } from './usage.ts';

/** What came back over the wire; one item of a batch looks the same. */
export type Answer = { status: number; headers: Record<string, string | string[] | undefined>; text: string };

/** Why a call did not do what it should, with everything that the log and the error need. */
export type Failure = {
  kind: ErrorKind;
  words: string;
  /** Whether Meta may have carried the call out all the same. */
  unclear: boolean;
  code?: number;
  subcode?: number | undefined;
  traceId?: string | undefined;
  wait?: Ms | undefined;
  /** Meta's own words for people, not yet safe to show. */
  said?: string;
  /** What would make the same call work. */
  remedy?: Remedy | undefined;
  /** The transport's own code. */
  cause?: string;
};

export type Parsed<T> = { ok: true; value: T } | { ok: false; failure: Failure };

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Answers are read twice, for what they tell of limits and by their caller; each is parsed once. */
const parsed = new WeakMap<Answer, { body: unknown }>();

function bodyOf(answer: Answer): unknown {
  const known = parsed.get(answer);
  if (known) return known.body;
  const body = parseJson(answer.text);
  parsed.set(answer, { body });
  return body;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Tells success from failure; a status of 200 says nothing, since Meta sends errors, refusals and HTML with it. */
export function readAnswer<T>(answer: Answer, success: z.ZodType<T>): Parsed<T> {
  const { status, headers } = answer;
  const body = bodyOf(answer);
  const failed = (failure: Failure): Parsed<T> => {
    const wait = failure.kind === 'throttled' ? waitOf(headers) : undefined;
    return {
      ok: false,
      failure: { ...failure, traceId: failure.traceId ?? traceOf(answer), wait: wait ?? failure.wait },
    };
  };

  if (isRecord(body) && (body.error ?? null) !== null) return failed(fromEnvelope(body.error, status));
  if (status === 429) return failed({ kind: 'throttled', words: words.busy, unclear: false });
  if (isRecord(body) && (body.success === false || body.success === 'false')) {
    return failed({ kind: 'transient', words: words.declined, unclear: true, cause: 'success-false' });
  }
  if (body !== undefined && status >= 200 && status <= 299) {
    const parsed = success.safeParse(body);
    if (parsed.success) return { ok: true, value: parsed.data };
    return failed({ kind: 'transient', words: words.unreadable, unclear: true, cause: 'shape' });
  }
  const text = status >= 500 ? words.trouble : words.unreadable;
  return failed({ kind: 'transient', words: text, unclear: true, cause: `status ${status}` });
}

/** What Meta's support knows the call by. */
export function traceOf({ headers }: Answer): string | undefined {
  const header = headers['x-fb-trace-id'];
  return typeof header === 'string' ? header : undefined;
}

function fromEnvelope(error: unknown, status: number): Failure {
  const envelope = ErrorEnvelope.parse(isRecord(error) ? error : {});
  const { code, error_subcode: subcode, is_transient: transient } = envelope;
  const line = toldByText(code, envelope.message, transient) ?? verdict({ code, subcode, transient }, status);
  return {
    kind: line.kind,
    words: line.words,
    unclear: line.kind === 'transient' || status >= 500,
    code,
    subcode,
    traceId: envelope.fbtrace_id,
    wait: line.wait,
    remedy: line.remedy,
    said: envelope.error_user_msg,
  };
}

import type { Failure } from './answer.ts';
import * as words from './error-words.ts';

/** Failures in which no byte of the call can have reached Meta. */
const NOT_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|UND_ERR_INVALID_ARG|ERR_TLS_.*|CERT_.*|.*_CERT_.*|.*SELF_SIGNED_CERT.*)$/;

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

/** Sorts what the connection threw; its text is dropped because it may quote the call. */
export function transportFailure(error: unknown): Failure {
  const cause = codeOf(error);
  if (NOT_SENT.test(cause)) return { kind: 'transient', words: words.unreachable, unclear: false, cause };
  const timedOut = /timeout/i.test(cause) || (error instanceof Error && error.name === 'TimeoutError');
  const tooLong = cause === 'UND_ERR_RES_EXCEEDED_MAX_SIZE';
  const text = timedOut ? words.timeout : tooLong ? words.unreadable : words.cut;
  return { kind: 'transient', words: text, unclear: true, cause: timedOut ? 'timeout' : cause };
}

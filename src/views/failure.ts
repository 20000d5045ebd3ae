import type { ErrorKind, Failure } from '../access/grant.ts';
import { safe, sentence } from './text.ts';

/** What helps when Meta refused, by the kind of the refusal. */
const NEXT: Record<ErrorKind, string> = {
  throttled: 'Ask again in some minutes.',
  transient: 'Ask again in some minutes.',
  unauthorized: 'Tell whoever runs Hallpass.',
  forbidden: 'Tell whoever runs Hallpass.',
  not_found: 'Ask again once the customer shares it.',
  already: 'Check with `/access who`, then ask again if you need to.',
  invalid: 'Try another level, or tell whoever runs Hallpass.',
  blocked: 'Tell whoever runs Hallpass before anybody tries again.',
};

/** A failure in words: what happened, which quotes Meta where Meta said something, what to do, and the number for its support. */
export const failureWords = ({ kind, message, traceId }: Failure): string =>
  `${sentence(message, 600)} ${NEXT[kind]}${traceWords(traceId)}`;

/** The number that Meta's support asks for, as a sentence with a space before it; '' when there is none. */
export const traceWords = (traceId: string | undefined): string =>
  traceId ? ` Trace id for Meta's support: \`${safe(traceId, 80)}\`.` : '';

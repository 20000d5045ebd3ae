import type { ErrorKind, Failure } from '../access/grant.ts';
import { safe } from './text.ts';

/** What Meta's refusal means and what helps, by the kind of it. */
const ADVICE: Record<ErrorKind, string> = {
  throttled: 'Meta asks us to slow down. Ask again in some minutes.',
  transient: 'Meta had trouble on its side. Ask again in some minutes.',
  unauthorized: "The bot's token is no longer accepted. Tell whoever runs Hallpass.",
  forbidden: 'The bot lacks a permission at Meta. Tell whoever runs Hallpass.',
  not_found:
    'Meta no longer shows this asset or this person to us. Check that the customer still shares it, then ask again.',
  already: 'Meta says that it is so already. Check with `/access who`, then ask again if you need to.',
  invalid: 'Meta does not take this person or level for this asset. Try another level, or tell whoever runs Hallpass.',
  blocked: 'Meta has put a block on this action. Tell whoever runs Hallpass before anybody tries again.',
};

/** A failure in words: what to do, Meta's own message, and the number that its support asks for. */
export function failureWords({ kind, message, traceId }: Failure): string {
  const trace = traceId ? ` Trace id for Meta's support: \`${safe(traceId, 80)}\`.` : '';
  return `${ADVICE[kind]} Meta's words: “${safe(message, 400)}”.${trace}`;
}

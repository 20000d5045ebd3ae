import type { Ms } from '../access/grant.ts';
import { MetaError } from '../access/ports/meta.ts';
import type { Failure } from './answer.ts';
import { WITHHELD } from './call.ts';
import * as words from './error-words.ts';
import { excerpt } from './excerpt.ts';

/** A MetaError that still knows what would help; only `graph/` looks at that. */
export class GraphRefusal extends MetaError {
  readonly remedy: Failure['remedy'];
  constructor(failure: Failure, facts: { ambiguous: boolean; retryAfter: Ms | undefined; secrets: readonly string[] }) {
    const { ambiguous, retryAfter, secrets } = facts;
    const said = excerpt(failure.said ?? '', secrets);
    const sentences = [failure.words, ambiguous ? words.outcomeUnknown : '', said ? `Meta says: “${said}”` : ''];
    const withheld = failure.cause === WITHHELD;
    const { traceId } = failure;
    super(failure.kind, sentences.filter(Boolean).join(' '), { ambiguous, traceId, retryAfter, withheld });
    this.remedy = failure.remedy;
  }
}

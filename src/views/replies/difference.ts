import type { PrincipalId } from '../../access/grant.ts';
import { beyond, type Task } from '../../access/tasks.ts';
import { safe } from '../text.ts';
import { taskNames } from '../words.ts';

/** One person for whom Hallpass' record and Meta's answer are not the same. `expected` counts what they held before Hallpass. */
export type Difference = { principal: PrincipalId; name?: string; expected: readonly Task[]; held: readonly Task[] };

/** A difference in words, both ways. */
export function differenceLine({ principal, name, expected, held }: Difference): string {
  const more = beyond(held, expected);
  const less = beyond(expected, held);
  const parts = [
    ...(more.length > 0 ? [`Meta shows ${taskNames(more)} that Hallpass did not give`] : []),
    ...(less.length > 0 ? [`Hallpass gave ${taskNames(less)} that Meta does not show`] : []),
  ];
  return `🔴 ${safe(name ?? principal, 80)}: ${parts.join('; ') || 'the names differ, the access is the same'}.`;
}

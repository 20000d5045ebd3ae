import type { Business } from '../access/policy-rules.ts';

/** All level names of a business, for suggestions. */
export const levelNames = ({ rules }: Business): string[] => [
  ...new Set(Object.values(rules.levels).flatMap((levels) => Object.keys(levels))),
];

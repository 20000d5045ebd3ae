import type { Branch } from './branch.ts';

/** All level names of a business, for suggestions. */
export const levelNames = ({ desk }: Branch): string[] => [
  ...new Set(Object.values(desk.business.rules.levels).flatMap((levels) => Object.keys(levels))),
];

import { compactDuration } from '../access/duration.ts';
import type { Business } from '../access/policy-rules.ts';

/** What is wrong although each field is right by itself; one sentence a problem, with what to write instead. */
export const contradictions = (businesses: readonly Business[]): string[] => [
  ...businesses.flatMap((business) => [
    ...approverProblems(business),
    ...spanProblems(business),
    ...levelProblems(business),
  ]),
  ...twice(businesses),
];

function approverProblems({ key, rules }: Business): string[] {
  if (rules.approvers.length > 0) return [];
  return [`approvers: nobody can approve for ${key}; list user or user group ids`];
}

function spanProblems({ key, rules }: Business): string[] {
  const { min, max, default: usual } = rules.durations;
  const said = { min: compactDuration(min), max: compactDuration(max), usual: compactDuration(usual) };
  if (min > max) return [`${key}: durations.min ${said.min} is above durations.max ${said.max}; make it smaller`];
  if (usual >= min && usual <= max) return [];
  return [`${key}: durations.default is ${said.usual}; write a time from ${said.min} to ${said.max}, its min and max`];
}

function levelProblems({ key, rules }: Business): string[] {
  return (['page', 'adaccount'] as const).flatMap((kind) => {
    const names = Object.keys(rules.levels[kind]);
    if (names.includes(rules.defaultLevel)) return [];
    const instead =
      names.length > 0 ? `name one of ${names.join(', ')}, or add it to levels.${kind}` : 'it has no levels, list some';
    return [`${key}: default_level ${rules.defaultLevel} is not a level of ${kind}; ${instead}`];
  });
}

/** What two businesses must not share. */
function twice(businesses: readonly Business[]): string[] {
  const owners = new Map<string, string>();
  const ids = new Map<string, string>();
  const problems: string[] = [];
  for (const { key, id, channels } of businesses) {
    for (const channel of new Set(channels)) {
      const owner = owners.get(channel);
      if (owner)
        problems.push(
          `channel ${channel} belongs to ${owner} and to ${key}; take it out of one, a channel belongs to one business`,
        );
      else owners.set(channel, key);
    }
    const twin = ids.get(id);
    if (twin)
      problems.push(`businesses ${twin} and ${key} have the same id ${id}; list it once, with the channels of both`);
    else ids.set(id, key);
  }
  return problems;
}

import { compactDuration } from '../access/duration.ts';
import type { Business } from '../access/policy-rules.ts';

/** A sentence with what to write instead, and the rules that it is about. */
export type Contradiction = { about: readonly string[]; say: string };

/** What is wrong although each field is right by itself. */
export const contradictions = (businesses: readonly Business[]): Contradiction[] => [
  ...businesses.flatMap((business) => [
    ...approverProblems(business),
    ...spanProblems(business),
    ...levelProblems(business),
  ]),
  ...twice(businesses),
  ...elsewhere(businesses),
];

function approverProblems({ key, rules }: Business): Contradiction[] {
  if (rules.approvers.length > 0) return [];
  return [{ about: ['approvers'], say: `approvers: nobody can approve for ${key}; list user or user group ids` }];
}

function spanProblems({ key, rules }: Business): Contradiction[] {
  const { min, max, default: usual } = rules.durations;
  const [least, most, said] = [min, max, usual].map(compactDuration);
  const wrong = (say: string) => [{ about: ['durations'], say: `${key}: durations.${say}` }];
  if (min > max) return wrong(`min ${least} is above durations.max ${most}; make it smaller`);
  if (usual >= min && usual <= max) return [];
  return wrong(`default is ${said}; write a time from ${least} to ${most}, its min and max`);
}

function levelProblems({ key, rules }: Business): Contradiction[] {
  return (['page', 'adaccount'] as const).flatMap((kind) => {
    const names = Object.keys(rules.levels[kind]);
    if (names.includes(rules.defaultLevel)) return [];
    const say = `${key}: default_level ${rules.defaultLevel} is not a level of ${kind}; ${instead(kind, names)}`;
    return [{ about: ['default_level', 'levels'], say }];
  });
}

const instead = (kind: string, names: readonly string[]): string =>
  names.length > 0 ? `name one of ${names.join(', ')}, or add it to levels.${kind}` : `add it to levels.${kind}`;

/** What is told of one business must not be read by the people of another. */
const elsewhere = (businesses: readonly Business[]): Contradiction[] =>
  businesses.flatMap(({ key, rules: { opsChannel, auditChannel } }) =>
    Object.entries({ ops_channel: opsChannel, audit_channel: auditChannel }).flatMap(([option, channel = '']) => {
      const owner = businesses.find((other) => other.key !== key && other.channels.includes(channel));
      if (!owner) return [];
      const say = `${key}: ${option} ${channel} belongs to ${owner.key}, whose people would read of ${key}; name a channel of your own`;
      return [{ about: [option], say }];
    }),
  );

/** What two businesses must not share. */
function twice(businesses: readonly Business[]): Contradiction[] {
  const owners = new Map<string, string>();
  const ids = new Map<string, string>();
  const said: string[] = [];
  for (const { key, id, channels } of businesses) {
    for (const channel of new Set(channels)) {
      const owner = owners.get(channel) ?? key;
      if (owner !== key)
        said.push(`channel ${channel} belongs to ${owner} and to ${key}; a channel belongs to one business`);
      owners.set(channel, owner);
    }
    const twin = ids.get(id) ?? key;
    if (twin !== key)
      said.push(`businesses ${twin} and ${key} have the same id ${id}; list it once, with all its channels`);
    ids.set(id, twin);
  }
  return said.map((say) => ({ about: [], say }));
}

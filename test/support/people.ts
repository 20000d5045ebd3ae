import type { SlackUserId } from '../../src/access/grant.ts';
import type { Directory, SlackPerson } from '../../src/access/ports/slack.ts';

/** Slack's people as one test has them. */
export type People = Directory & {
  change(user: SlackUserId, changes: Partial<SlackPerson>): void;
  fill(group: string, members: SlackUserId[]): void;
};

const CAST: Record<SlackUserId, string> = {
  U0ANA: 'Ana Ruiz',
  U0BEN: 'Ben Okafor',
  U0LEA: 'Lea Brandt',
  U0LOU: 'Lou Martin',
  U0OLG: 'Olga Petrova',
};

/** The demo's people, in memory. Nobody else is known. */
export function people(): People {
  const known = new Map<SlackUserId, SlackPerson>();
  const groups = new Map<string, SlackUserId[]>();
  for (const [id, name] of Object.entries(CAST)) {
    const email = `${name.split(' ')[0]?.toLowerCase()}@northwind.example`;
    known.set(id, { id, name, email, deleted: false, bot: false });
  }
  return {
    person: async (user) => known.get(user) ?? null,
    group: async (id) => groups.get(id) ?? [],
    change(user, changes) {
      const person = known.get(user) ?? { id: user, name: user, email: null, deleted: false, bot: false };
      known.set(user, { ...person, ...changes });
    },
    fill: (group, members) => void groups.set(group, members),
  };
}

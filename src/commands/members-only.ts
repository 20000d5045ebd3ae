import type { Desk } from '../access/desk.ts';
import type { SlackUserId } from '../access/grant.ts';
import { mayUse } from '../access/policy.ts';
import type { Directory, SlackPerson } from '../access/ports/slack.ts';
import type { Refusal } from '../access/refusal.ts';
import type { Command } from './grammar/command.ts';

/** Giving back what one has is for whoever has it. */
const FOR_ALL: ReadonlySet<Command['kind']> = new Set(['release', 'cancel', 'help']);

/** Why somebody may not do this whatever it is about; null: they may, as far as that goes. */
export async function notMember(desk: Desk, user: SlackUserId, kind: Command['kind']): Promise<Refusal | null> {
  if (FOR_ALL.has(kind)) return null;
  const member = await mayUse(desk, user);
  return member.ok ? null : member.refusal;
}

/** A directory that asks Slack for a person once: for one interaction, in which several rules want to know. */
export function askingOnce(directory: Directory): Directory {
  const known = new Map<SlackUserId, Promise<SlackPerson | null>>();
  return {
    ...directory,
    person(user) {
      const person = known.get(user) ?? directory.person(user);
      known.set(user, person);
      return person;
    },
  };
}

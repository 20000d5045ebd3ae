import { bot } from './identity.ts';
import type { Workspace } from './workspace-types.ts';

const people = [
  { id: 'U0ANA', name: 'ana', realName: 'Ana Ruiz', title: 'Support agent' },
  { id: 'U0BEN', name: 'ben', realName: 'Ben Okafor', title: 'Support agent' },
  { id: 'U0LEA', name: 'lea', realName: 'Lea Brandt', title: 'Team lead' },
  { id: 'U0LOU', name: 'lou', realName: 'Lou Martin', title: 'Team lead' },
  { id: 'U0OLG', name: 'olga', realName: 'Olga Petrova', title: 'Sales' },
] as const;

const channels = [
  { id: 'C0SUPPORT', name: 'support', topic: 'Tickets of European customers' },
  { id: 'C0USDESK', name: 'us-desk', topic: 'Tickets of American customers' },
  { id: 'C0RANDOM', name: 'random', topic: 'Anything else' },
] as const;

/** The demo's cast: Northwind's people and channels, and the slash command of the bot. */
export function seedDemo(workspace: Workspace): void {
  for (const person of people) {
    workspace.addUser({ ...person, email: `${person.name}@northwind.example` });
  }
  const members = [...people.map(({ id }) => id), bot.userId];
  for (const channel of channels) workspace.addChannel({ ...channel, members });
  workspace.addCommand({
    command: '/access',
    usageHint: 'request page 123 for ticket 456',
    description: 'Ask for access to a Page or ad account, for a while',
    shouldEscape: true,
  });
}

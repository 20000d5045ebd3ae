import type { Desk } from '../access/desk.ts';
import type { GrantId } from '../access/grant.ts';
import type { Inbox } from '../access/ports/inbox.ts';

/** One business as commands see it: its desk, and the inbox in which what people do is kept until it is handled. */
export type Branch = { desk: Desk; inbox: Inbox };

/** The business of a channel; a channel belongs to one business at most. */
export const branchOfChannel = (branches: readonly Branch[], channel: string): Branch | null =>
  branches.find(({ desk }) => desk.business.channels.includes(channel)) ?? null;

/** The business of a grant's id (`EU-12` → eu); for buttons in direct messages, which belong to no channel. */
export const branchOfGrant = (branches: readonly Branch[], id: GrantId): Branch | null => {
  const key = id.split('-')[0]?.toLowerCase();
  return branches.find(({ desk }) => desk.business.key === key) ?? null;
};

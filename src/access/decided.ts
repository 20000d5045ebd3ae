import type { Grant, Ms, SlackUserId } from './grant.ts';
import type { Refusal } from './refusal.ts';

/** Who decided a request and when; nothing while it is pending. */
export function decision(grant: Grant): { by?: SlackUserId; at?: Ms } {
  switch (grant.state) {
    case 'pending':
      return {};
    case 'denied':
      return { by: grant.deniedBy, at: grant.deniedAt };
    case 'cancelled':
      return { by: grant.cancelledBy, at: grant.cancelledAt };
    case 'lapsed':
      return { at: grant.lapsedAt };
    default:
      return { by: grant.approvedBy, at: grant.approvedAt };
  }
}

/** The refusal that a second click or a second lead gets. */
export const alreadyDecided = (grant: Grant): Refusal => ({
  code: 'already_decided',
  id: grant.id,
  state: grant.state,
  ...decision(grant),
});

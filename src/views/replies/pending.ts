import { formatDuration } from '../../access/duration.ts';
import type { Grant, Ms } from '../../access/grant.ts';
import { context, section } from '../blocks.ts';
import { grantLine } from '../grant-line.ts';
import { type Message, message } from '../limits.ts';
import { lines } from '../lines.ts';
import { left } from '../when.ts';

/** Answer to `pending`: what waits for a lead, oldest first, and then what waits for a customer, on which there is nothing to decide. */
export function pending(grants: readonly Grant[], now: Ms): Message {
  const asked = (grant: Grant) => grant.state === 'pending' && grant.share !== undefined;
  const [forLead, forCustomer] = [grants.filter((grant) => !asked(grant)), grants.filter(asked)];
  const title = forLead.length === 0 ? 'Nothing waits for a lead.' : `Waiting for a lead: ${forLead.length}`;
  return message(title, [
    section(`*${title}*`),
    ...waiting(forLead, now),
    ...(forLead.length > 0
      ? [context('Decide on the card, or with `/access approve ID` and `/access deny ID REASON`.')]
      : []),
    ...(forCustomer.length > 0 ? [section(`*Waiting for a customer: ${forCustomer.length}*`)] : []),
    ...waiting(forCustomer, now),
  ]);
}

const waiting = (grants: readonly Grant[], now: Ms) =>
  lines(
    grants.map(
      (grant) =>
        `${grantLine(grant, { who: true })}, for ${formatDuration(grant.duration)} (asked ${left(now - grant.requestedAt)} ago)`,
    ),
  );

import { formatDuration } from '../../access/duration.ts';
import type { Grant, Ms } from '../../access/grant.ts';
import { context, section } from '../blocks.ts';
import { grantLine } from '../grant-line.ts';
import { type Message, message } from '../limits.ts';
import { lines } from '../lines.ts';
import { left } from '../when.ts';

/** Answer to `pending`: what waits for a lead, oldest first. */
export function pending(grants: readonly Grant[], now: Ms): Message {
  if (grants.length === 0) return message('Nothing waits for a lead.', [section('Nothing waits for a lead.')]);
  const title = `Waiting for a lead: ${grants.length}`;
  return message(title, [
    section(`*${title}*`),
    ...lines(
      grants.map(
        (grant) =>
          `${grantLine(grant, { who: true })}, for ${formatDuration(grant.duration)} (asked ${left(now - grant.requestedAt)} ago)`,
      ),
    ),
    context('Decide on the card, or with `/access approve ID` and `/access deny ID REASON`.'),
  ]);
}

import type { AuditEvent } from '../../access/event.ts';
import type { Grant } from '../../access/grant.ts';
import { section } from '../blocks.ts';
import { headline } from '../headline.ts';
import { type Message, message } from '../limits.ts';
import { lines } from '../lines.ts';
import { safe } from '../text.ts';
import { when } from '../when.ts';
import { assetWords, levelWords, ownerWords, person, termWords } from '../words.ts';
import { eventLine } from './log.ts';

/** Answer to `why`: where a grant stands, what led there, oldest first, and the rules that decide what is next, in plain sentences. */
export function why(grant: Grant, events: readonly AuditEvent[], reasons: readonly string[] = []): Message {
  const title = `${grant.id}: ${assetWords(grant.asset, grant.assetName)}`;
  const because = grant.because ? [`Why: ${safe(grant.because, 600)}`] : [];
  return message(title, [
    section(`*${title}*\n${headline(grant)}`),
    ...lines([
      `${person(grant.requester)} asked for ${termWords(grant.wished ?? grant)}, ticket ${safe(grant.ticket, 60)}.`,
      ...changed(grant),
      `Level ${levelWords(grant)}.`,
      `Owner: ${ownerWords(grant.asset, grant.ownership)}.`,
      ...because,
    ]),
    ...(reasons.length > 0
      ? [
          section('*What the rules say*'),
          ...lines(
            reasons.map((reason) => `• ${reason}`),
            20,
            2000,
          ),
        ]
      : []),
    section('*What happened*'),
    ...lines(
      events.length > 0 ? events.map((event) => `${when(event.at)} · ${eventLine(event, grant)}`) : ['Nothing yet.'],
      30,
      6000,
    ),
  ]);
}

const changed = (grant: Grant): string[] =>
  grant.wished && 'approvedBy' in grant ? [`${person(grant.approvedBy)} approved ${termWords(grant)}.`] : [];

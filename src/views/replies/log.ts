import { formatDuration } from '../../access/duration.ts';
import type { AuditEvent, FoundEvent } from '../../access/event.ts';
import type { Grant, Ms } from '../../access/grant.ts';
import { context, section } from '../blocks.ts';
import { foundLine } from '../found-line.ts';
import { type Message, message } from '../limits.ts';
import { lines } from '../lines.ts';
import { safe } from '../text.ts';
import { terms, timelineLine } from '../timeline.ts';
import { when } from '../when.ts';
import { assetWords, endWords, person, taskNames } from '../words.ts';

/** An event with the grant that it belongs to, or one of what was found. */
export type Entry = { event: AuditEvent; grant: Grant } | { event: FoundEvent };

/** Answer to `log`: the story, newest first; `retention`: for how long what is over is kept here. */
export function log(title: string, entries: readonly Entry[], retention?: Ms): Message {
  const name = `History of ${safe(title, 200)}`;
  const older = retention
    ? [
        context(
          `What was over more than ${formatDuration(retention)} ago is in the archive: \`audit log\` on the machine that has it.`,
        ),
      ]
    : [];
  if (entries.length === 0) return message(name, [section(`*${name}*\nNothing is recorded.`), ...older]);
  return message(name, [
    section(`*${name}*`),
    ...lines(entries.map(entryLine), 40),
    context('`/access why ID` tells one of them from its start.'),
    ...older,
  ]);
}

/** One event with its time and grant. */
export function entryLine(entry: Entry): string {
  if (!('grant' in entry)) return `${when(entry.event.at)} · ${foundLine(entry.event)}`;
  const { event, grant } = entry;
  return `${when(event.at)} · *${grant.id}* ${assetWords(grant.asset, grant.assetName)} · ${eventLine(event, grant)}`;
}

/** An event in words, those that are not worth a line in the thread too. */
export function eventLine(event: AuditEvent, grant: Grant): string {
  const told = timelineLine(event, grant);
  if (told !== null) return told;
  if (event.kind === 'requested')
    return `${person(event.actor)} asked${terms(event, 'for')}, ticket ${safe(grant.ticket, 60)}.`;
  if (event.kind === 'reminded') return 'The holder was reminded of the end.';
  if (event.kind === 'waiting' && event.detail?.why === 'token')
    return 'It has to wait: Meta refuses the token of the business.';
  if (event.kind === 'waiting') return `Meta asked to wait until ${when(Number(event.detail?.until ?? event.at))}.`;
  if (event.kind === 'resumed') return 'The time that Meta asked to wait was over; Hallpass goes on.';
  if (event.kind === 'drifted')
    return `Somebody gave ${taskNames(String(event.detail?.tasks ?? '').split(','))} besides at Meta, outside of Hallpass.`;
  const reason = 'endReason' in grant ? ` (${endWords(grant)})` : '';
  return `${person(event.actor)} began to take the access away${reason}.`;
}

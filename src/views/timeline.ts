import { formatDuration } from '../access/duration.ts';
import { type AuditEvent, HALLPASS } from '../access/event.ts';
import type { Grant, GrantIn } from '../access/grant.ts';
import { failureWords } from './failure.ts';
import { isPlain, keptSentence, outcome } from './kept.ts';
import { safe } from './text.ts';
import { lag, lateness, when } from './when.ts';
import { endWords, person, taskNames } from './words.ts';

/** One short line in the card's thread for an event that is worth telling; null for the others. */
export function timelineLine(event: AuditEvent, grant: Grant): string | null {
  const who = person(event.actor);
  switch (event.kind) {
    case 'approved':
      return `${who} approved it${terms(event, 'as')}. Giving access now.`;
    case 'denied':
      return `${who} denied it${reason(event)}.`;
    case 'cancelled':
      return `${who} took the request back.`;
    case 'lapsed':
      return grant.state === 'lapsed' && grant.share
        ? 'The customer did not answer in time, so the request lapsed.'
        : 'No lead decided in time, so the request lapsed.';
    case 'contents-changed':
      return `What is in the project changed since it was asked for: ${number(event, 'count') ?? 'other'} assets now. A lead decides on that.`;
    case 'customer-asked':
      return `${who} approved it${terms(event, 'as')}. ${event.detail?.sure === 'no' ? 'The customer was asked for the Page, but whether that arrived is not known: the answer was lost, and Meta does not show what was asked. Ask them; it goes on by itself when they agree.' : 'The customer is asked for the Page; it goes on by itself when they agree.'}`;
    case 'customer-agreed':
      if (event.detail?.requester === 'left')
        return `The customer shared it. ${person(grant.requester)} has no active Slack account any more, so nothing is given. A lead decides again.`;
      return event.detail?.enough === 'no'
        ? 'The customer shared it, but with less than was asked for. A lead decides again.'
        : 'The customer shared it. Giving access now.';
    case 'customer-declined':
      return 'The customer did not agree: Meta shows neither our request nor the Page any more.';
    case 'activated':
      return `The access is there, seen at Meta. It ends ${when(number(event, 'until') ?? event.at + grant.duration)}.`;
    case 'failed':
      return `No access was given.${grant.state === 'failed' ? ` ${failureWords(grant.failure)}` : ''}`;
    case 'extension-asked':
      return `${who} asks for ${minutes(event) ?? 'some time'} more.`;
    case 'extension-denied':
      return `${who} denied the extension${reason(event)}. The end stays.`;
    case 'extended':
      return `${who} moved the end to ${when(number(event, 'until') ?? event.at)}.`;
    case 'overdue':
      return `The access is not confirmed as taken away, ${lag(number(event, 'late') ?? 0)} after the end. Hallpass goes on trying.`;
    case 'ended':
      return grant.state === 'ended' ? ended(event, grant) : `The end is confirmed at Meta${after(event)}.`;
    case 'left':
      if (event.detail?.gone)
        return "The customer's asset was not in our business any more, seen at Meta, so there was nothing to leave.";
      return `Our business has left the customer's asset, seen at Meta${event.actor === HALLPASS ? ', as the rules say' : `; ${who} decided it`}. To use it again the customer has to share it again.`;
    case 'rebuilt':
      return "Hallpass' memory was lost and was built anew from its archive. What is said here holds.";
    case 'drifted':
      // A card of its own tells of it, with what a lead may do.
      if (event.detail?.what === 'more') return null;
      return event.detail?.what === 'back'
        ? `At Meta ${person(grant.requester)} holds ${tasks(event)} again, although this ended and was confirmed as gone. Somebody changed it outside of Hallpass; it is taken away again.`
        : `Somebody took ${tasks(event)} away at Meta, outside of Hallpass. What is left ends at its time.`;
    case 'taken-again':
      return `${tasks(event)} is taken away again, seen at Meta.`;
    case 'requested':
    case 'reminded':
    case 'waiting':
    case 'resumed':
    case 'ending':
      return null;
  }
}

function number(event: AuditEvent, name: string): number | undefined {
  const value = Number(event.detail?.[name] ?? Number.NaN);
  return Number.isFinite(value) ? value : undefined;
}

const tasks = (event: AuditEvent): string => taskNames(String(event.detail?.tasks ?? '').split(','));

function minutes(event: AuditEvent): string | undefined {
  const count = number(event, 'minutes');
  return count === undefined ? undefined : formatDuration(count * 60_000);
}

/** The level and the time that an event names: ` as analyst for 1 h`. */
export function terms(event: AuditEvent, before: 'as' | 'for'): string {
  const level = event.detail?.level;
  const span = minutes(event);
  return `${level === undefined ? '' : ` ${before} ${safe(String(level), 40)}`}${span === undefined ? '' : ` for ${span}`}`;
}

function reason(event: AuditEvent): string {
  const because = event.detail?.because;
  return because === undefined ? '' : `: ${safe(String(because), 600).replace(/\.$/, '')}`;
}

function ended(event: AuditEvent, grant: GrantIn<'ended'>): string {
  const gave = grant.activeAt !== undefined ? `${outcome(grant)} and confirmed at Meta` : null;
  const proved = gave ?? (isPlain(grant) ? 'Confirmed that nothing is left at Meta' : 'The end is confirmed at Meta');
  return `${proved}${after(event)}: ${endWords(grant)}.${keptSentence(grant)}`;
}

function after(event: AuditEvent): string {
  const late = number(event, 'late');
  return late === undefined ? '' : `, ${lateness(late)}`;
}

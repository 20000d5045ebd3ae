import { FIRST_ALARM } from '../access/deadlines.ts';
import { HALLPASS } from '../access/event.ts';
import type { Grant, GrantIn } from '../access/grant.ts';
import { failureWords } from './failure.ts';
import { isPlain, keptSentence, outcome } from './kept.ts';
import { safe } from './text.ts';
import { lateness, left, when } from './when.ts';
import { endWords, person } from './words.ts';

/** True once somebody was told that a removal is late: the alarm's next time lies beyond the first one. */
const isLate = (grant: GrantIn<'ending'>): boolean => grant.nagAt - grant.endsAt >= 2 * FIRST_ALARM;

/** What holds it up, and how long; it goes with the next state. */
function pauseWords({ paused }: GrantIn<'granting' | 'ending'>): string | null {
  if (!paused) return null;
  if ('why' in paused)
    return `Meta refused the token of our business ${when(paused.at)}: it goes on by itself once that is mended. Whoever runs Hallpass is told.`;
  return `Meta asks us to wait, about ${left(Math.max(60_000, paused.until - paused.at))}: it goes on by itself ${when(paused.until)}.`;
}

/** The state of a grant in one calm line, as card and answers begin. Says granted or removed only once that was seen at Meta. */
export function headline(grant: Grant): string {
  switch (grant.state) {
    case 'pending':
      return waiting(grant);
    case 'granting':
      return `🔵 *Approved by ${person(grant.approvedBy)}.* ${pauseWords(grant) ?? 'Giving access, waiting to see it at Meta.'}`;
    case 'active':
      return `🟢 *Active until ${when(grant.expiresAt)}.* Approved by ${person(grant.approvedBy)}.`;
    case 'ending': {
      const pause = pauseWords(grant);
      return isLate(grant)
        ? `🔴 *The access is not confirmed as taken away yet.* It ended ${when(grant.endsAt)} (${endWords(grant)}). ${pause ?? 'Hallpass goes on trying.'}`
        : `🔵 *Taking the access away.* Not confirmed yet (${endWords(grant)}).${pause ? ` ${pause}` : ''}`;
    }
    case 'ended':
      return ended(grant);
    case 'failed':
      return `🔴 *No access was given: Meta did not take it.* ${failureWords(grant.failure)}`;
    case 'denied':
      return byCustomer(grant)
        ? '⚪ *The customer did not agree.* Meta shows neither our request for it nor the asset itself any more.'
        : `⚪ *Denied by ${person(grant.deniedBy)}.*${grant.denial ? ` ${safe(grant.denial, 600)}` : ''}${stillAsked(grant)}`;
    case 'cancelled':
      return `⚪ *Cancelled by ${person(grant.cancelledBy)}.*${stillAsked(grant)}`;
    case 'lapsed':
      return `⚪ *Lapsed ${when(grant.lapsedAt)}.* ${grant.share ? LEFT_ASKED : 'No lead decided in time.'}`;
  }
}

/** Hallpass itself denies nothing. */
export const byCustomer = ({ deniedBy }: GrantIn<'denied'>): boolean => deniedBy === HALLPASS;

const STILL_ASKED = 'Our request may still wait with them; should they agree later, ask again here.';
const LEFT_ASKED = `The customer did not answer in time. ${STILL_ASKED}`;

/** Meta lets nobody take back what a customer was asked for. */
const stillAsked = ({ share }: GrantIn<'denied' | 'cancelled'>): string =>
  share ? ` The customer was asked before that. ${STILL_ASKED}` : '';

function waiting({ share, lapsesAt, ownership }: GrantIn<'pending'>): string {
  if (share) {
    return `🟡 *Waiting for the customer.* ${person(share.by)} approved it and had them asked ${when(share.at)}. ${share.unsure ? 'Whether that arrived is not known, so ask them. ' : ''}It goes on by itself when they agree, and lapses ${when(lapsesAt)}.`;
  }
  const next =
    ownership === 'none'
      ? ' It is not shared with us: approving asks the customer for it.'
      : ownership === 'pending'
        ? ' We have asked the customer for it: approved, it goes on when they agree.'
        : '';
  return `🟡 *Waiting for a lead.*${next} Lapses ${when(lapsesAt)} if nobody decides.`;
}

function ended(grant: GrantIn<'ended'>): string {
  const kept = keptSentence(grant);
  if (grant.activeAt === undefined) {
    const proved = isPlain(grant) ? 'Confirmed at Meta that nothing of it is left' : 'The end is confirmed at Meta';
    return `⚪ *Ended before the access was seen.* ${proved} (${endWords(grant)}).${kept}`;
  }
  const proved = `${outcome(grant)}, confirmed ${lateness(grant.provedAt - grant.endsAt)}`;
  const gone = grant.left ? leftWords(grant.left) : '';
  return `⚪ *${proved}.* ${endSentence(grant, when(grant.endsAt))}${kept}${gone}`;
}

const leftWords = ({ at, gone }: NonNullable<GrantIn<'ended'>['left']>): string =>
  gone
    ? ` The asset was not in our business any more ${when(at)}, so there was nothing to leave.`
    : ` Our business left the asset ${when(at)}.`;

/** When and why it ended, as a sentence of its own. */
function endSentence(grant: GrantIn<'ended'>, at: string): string {
  const by = grant.endedBy ? ` by ${person(grant.endedBy)}` : '';
  const note = grant.note ? `: ${safe(grant.note, 300).replace(/\.$/, '')}` : '';
  switch (grant.endReason) {
    case 'expired':
      return `The time was up ${at}.`;
    case 'released':
      return `Released${by} ${at}.`;
    case 'revoked':
      return `Revoked${by} ${at}${note}.`;
    case 'ticket-closed':
      return `The ticket was closed ${at}.`;
    case 'offboarded':
      return `It ended ${at}, since the person left.`;
    case 'customer-revoked':
      return `It ended ${at}, since the customer took the access back.`;
    case 'drift':
      return `It ended ${at}, when it was seen that somebody had taken it away at Meta, outside of Hallpass.`;
    case 'policy':
      return `It ended ${at}, since the rules no longer allow it${note}.`;
  }
}

/** The state in a few words, for lists. */
export function shortState(grant: Grant): string {
  switch (grant.state) {
    case 'pending':
      return `waiting for ${grant.share ? 'the customer' : 'a lead'}, lapses ${when(grant.lapsesAt)}`;
    case 'granting':
      return 'approved, waiting to see it at Meta';
    case 'active':
      return `active until ${when(grant.expiresAt)}${grant.asked ? ', more time asked for' : ''}`;
    case 'ending':
      return isLate(grant) ? '*late: not confirmed as taken away yet*' : 'being taken away, not confirmed yet';
    case 'ended':
      return `${grant.activeAt === undefined ? 'ended' : outcome(grant).toLowerCase()} ${when(grant.provedAt)}`;
    case 'failed':
      return `failed ${when(grant.failedAt)}`;
    case 'denied':
      return byCustomer(grant) ? 'the customer did not agree' : `denied by ${person(grant.deniedBy)}`;
    case 'cancelled':
      return 'cancelled';
    case 'lapsed':
      return 'lapsed';
  }
}

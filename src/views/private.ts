import { formatDuration } from '../access/duration.ts';
import type { Grant } from '../access/grant.ts';
import { button, buttons, context, section } from './blocks.ts';
import { releaseButton } from './card.ts';
import { byCustomer, headline } from './headline.ts';
import { actions } from './ids.ts';
import { type Message, message } from './limits.ts';
import { safe } from './text.ts';
import { left, when } from './when.ts';
import { assetWords, person, taskWords, termWords } from './words.ts';

/** What a holder is told, by itself and privately. */
export type PrivateKind =
  | 'active'
  | 'reminder'
  | 'extended'
  | 'extension-denied'
  | 'denied'
  | 'lapsed'
  | 'failed'
  | 'ended';

/**
 * A message to the holder. `now` is when it is sent, for the time that is left (epoch ms); `because` is the reason of a decision that
 * the grant does not keep. Buttons are there only while the access is active; with `closed`, or once the grant moved on, the same message is shown without them and with what became of it.
 */
export function privateMessage(
  kind: PrivateKind,
  grant: Grant,
  { now, closed = false, because }: { now?: number; closed?: boolean; because?: string | undefined } = {},
): Message {
  const what = `${safe(grant.level, 40)} access to ${assetWords(grant.asset, grant.assetName)}`;
  const over = grant.state !== 'active' && ['active', 'reminder', 'extended', 'extension-denied'].includes(kind);
  const sentence = over ? `You had ${what}. ${afterwards(grant)}` : opening(kind, grant, { what, now, because });
  const live = grant.state === 'active' && !closed && !over;
  return message(sentence, [
    section(sentence),
    ...(live ? [buttons(button('Extend', actions.extend, grant.id), releaseButton(grant.id))] : []),
    context(`${grant.id} · ticket ${safe(grant.ticket, 60)}`),
  ]);
}

/** What stands on an earlier message once the access is over; the whole of it is told once, in the message about the end. */
const afterwards = (grant: Grant): string =>
  grant.state === 'ended' ? `It ended ${when(grant.endsAt)}.` : 'It is being taken away.';

type Facts = { what: string; now: number | undefined; because: string | undefined };

function opening(kind: PrivateKind, grant: Grant, { what, now, because }: Facts): string {
  const end = grant.state === 'active' ? when(grant.expiresAt) : '';
  switch (kind) {
    case 'active':
      return `You have ${what} until ${end}.${changed(grant)} You can ${taskWords(grant.tasks)}. Release it when you are done.`;
    case 'reminder': {
      const rest = grant.state === 'active' && now !== undefined ? `, in ${left(grant.expiresAt - now)}` : '';
      return `Your ${what} ends ${end}${rest}. Extend it if you need longer.`;
    }
    case 'extended':
      return `Your ${what} now lasts until ${end}.`;
    case 'extension-denied':
      return `A lead did not agree to more time${because ? `: ${safe(because, 600).replace(/\.$/, '')}` : ''}. Your ${what} ends ${end}.`;
    case 'ended':
      if (grant.state !== 'ended' || grant.activeAt === undefined) return asked(kind, grant, what);
      return `You had ${what}.\n${headline(grant)}`;
    case 'denied':
    case 'lapsed':
    case 'failed':
      return asked(kind, grant, what);
  }
}

function asked(kind: PrivateKind, grant: Grant, what: string): string {
  const first = changed(grant).trim() || `You asked for ${what} for ${formatDuration(grant.duration)}.`;
  return `${first}\n${headline(grant)}${next(kind, grant)}`;
}

/** What was asked for and what a lead made of it; empty where that is the same. */
function changed(grant: Grant): string {
  if (!grant.wished || !('approvedBy' in grant)) return '';
  const wished = `${termWords(grant.wished)} access to ${assetWords(grant.asset, grant.assetName)}`;
  return ` You asked for ${wished}; ${person(grant.approvedBy)} approved ${termWords(grant)}.`;
}

function next(kind: PrivateKind, grant: Grant): string {
  if (grant.state === 'denied' && byCustomer(grant))
    return '\nTalk to the customer: once they share it in their Business Settings, ask again.';
  if (kind === 'denied') return '\nTalk to the lead in the thread of the card if you see it differently.';
  return kind === 'lapsed' ? '\nSend the request again if you still need the access.' : '';
}

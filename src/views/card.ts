import { formatDuration } from '../access/duration.ts';
import type { Grant, GrantIn, Ms } from '../access/grant.ts';
import { approveButton } from './ask-button.ts';
import { type Block, button, buttons, context, section, sure } from './blocks.ts';
import { headline } from './headline.ts';
import { actions } from './ids.ts';
import { type Message, message } from './limits.ts';
import { safe } from './text.ts';
import { when } from './when.ts';
import {
  assetNumber,
  assetWords,
  contentWords,
  levelWords,
  ownerWords,
  person,
  taskNames,
  termWords,
  wayWords,
} from './words.ts';

/** The one message about a grant in the channel, from its present state and nothing else: showing it again does no harm. */
export function card(grant: Grant): Message {
  const asset = assetWords(grant.asset, grant.assetName);
  const text = `${grant.id}: ${person(grant.requester)} asks for ${safe((grant.wished ?? grant).level, 40)} access to ${asset}, ticket ${safe(grant.ticket, 60)}`;
  const ask = grant.state === 'active' && grant.asked ? [extension(grant)] : [];
  return message(text, [
    section(headline(grant)),
    wish(grant),
    ...why(grant),
    ...held(grant),
    ...changed(grant),
    ...ask,
    ...controls(grant),
    origin(grant),
  ]);
}

/** Who wants what: the facts that a lead decides on. */
function wish(grant: Grant): Block {
  const name = safe(grant.assetName, 150) || assetNumber(grant.asset);
  const number = assetNumber(grant.asset);
  return section(`${person(grant.requester)}: ${safe(grant.level, 40)} access to *${name}*`, [
    `*Asset*\n${number.charAt(0).toUpperCase()}${number.slice(1)}\n${ownerWords(grant.asset, grant.ownership)}${grant.contains ? `\n${contentWords(grant.contains)}` : ''}`,
    `*Ticket*\n${safe(grant.ticket, 100)}`,
    `*Level*\n${levelWords(grant)}`,
    `*How long*\n${formatDuration(span(grant))}`,
  ]);
}

/** What was asked for or approved; while it is active, with what it was extended by. */
const span = (grant: Grant): Ms => (grant.state === 'active' ? grant.expiresAt - grant.activeAt : grant.duration);

const why = (grant: Grant): Block[] => (grant.because ? [section(`*Why*  ${safe(grant.because, 2500)}`)] : []);

/** A lead should know that there is nothing to give, and nothing that its end would take away. */
const held = ({ already, requester }: Grant): Block[] =>
  already
    ? [
        section(
          `*Already there*  ${person(requester)} has this access ${wayWords(already)}, without a grant. The end of a grant takes nothing of that away.`,
        ),
      ]
    : [];

/** Stays on the card for good. */
function changed({ drift }: Grant): Block[] {
  if (!drift) return [];
  const { at, what, tasks, takenAt } = drift;
  const words =
    what === 'back'
      ? `${taskNames(tasks)} was there again after the end${takenAt ? `, and is gone since ${when(takenAt)}` : ''}`
      : `${taskNames(tasks)} was ${what === 'more' ? 'given besides' : 'taken away'}`;
  return [section(`⚠️ *Changed at Meta, outside of Hallpass.* ${words}. Seen ${when(at)}.`)];
}

function extension({ asked }: GrantIn<'active'>): Block {
  const { by = '', duration = 0 } = asked ?? {};
  return section(
    `*${person(by)} asks for ${formatDuration(duration)} more.* A lead decides; until then the end stays.`,
  );
}

/** The small print: the id, the times, and what was asked for where something else was approved; who approved is named here once the headline no longer does. */
function origin(grant: Grant): Block {
  const named = grant.state === 'granting' || grant.state === 'active';
  const by = 'approvedBy' in grant && !named ? ` by ${person(grant.approvedBy)}` : '';
  const approved = 'approvedBy' in grant ? ` · approved${by} ${when(grant.approvedAt)}` : '';
  const wished = grant.wished ? ` for ${termWords(grant.wished)}` : '';
  return context(`${grant.id} · asked ${when(grant.requestedAt)}${wished}${approved}`);
}

const LEAVING =
  "This takes the customer's asset out of our business: everybody of ours loses access to it, also what was given outside Hallpass. To get it back the customer has to share it again.";

/** Buttons only where they mean something; who may press them is decided when they are pressed. */
function controls(grant: Grant): Block[] {
  const { id } = grant;
  if (grant.state === 'pending') {
    if (grant.share) return [buttons(button('Deny', actions.deny, id))];
    return [buttons(approveButton(grant), button('Deny', actions.deny, id), button('Change…', actions.change, id))];
  }
  if (grant.state === 'ended' && grant.leave === 'ask') {
    return [buttons(button('Leave the asset', actions.leave, id, sure(LEAVING, 'Leave it')))];
  }
  if (grant.state !== 'active') return [];
  const extend = grant.asked
    ? [
        button('Approve extension', actions.approveExtension, id, { style: 'primary' }),
        button('Deny extension', actions.denyExtension, id),
      ]
    : [button('Extend', actions.extend, id)];
  return [buttons(...extend, releaseButton(id), button('Revoke…', actions.revoke, id, { style: 'danger' }))];
}

/** Release, with a question: who releases by a slip has to ask a lead again. */
export const releaseButton = (id: string) =>
  button('Release', actions.release, id, sure('The access ends now. To get it back you need to ask again.', 'Release'));

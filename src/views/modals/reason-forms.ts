import type { types } from '@slack/bolt';
import type { Grant } from '../../access/grant.ts';
import { plain, section } from '../blocks.ts';
import { grantLine } from '../grant-line.ts';
import { forms } from '../ids.ts';
import { modal } from '../limits.ts';
import { grantOf, keep, type OnGrant } from './context.ts';
import type { Filled, Submitted } from './fields.ts';
import { readReason, reasonField } from './reason-field.ts';

export type ReasonValues = OnGrant & { because?: string };

type Words = { id: string; title: string; submit: string; label: string; hint: string };

const reasonForm = ({ id, title, submit, label, hint }: Words) => ({
  id,

  build: ({ grant, channel }: { grant: Grant; channel: string }): types.ModalView =>
    modal({
      type: 'modal',
      callback_id: id,
      private_metadata: keep({ id: grant.id, channel }),
      title: plain(title),
      submit: plain(submit),
      close: plain('Cancel'),
      blocks: [section(grantLine(grant, { who: true })), reasonField(label, hint)],
    }),

  parse(view: Submitted): Filled<ReasonValues> {
    const { errors, ...reason } = readReason(view);
    return Object.keys(errors).length > 0
      ? { ok: false, errors }
      : { ok: true, values: { ...grantOf(view.private_metadata), ...reason } };
  },
});

/** Asks why a lead says no, to the request or to the extension that is asked for. */
export const denyForm = reasonForm({
  id: forms.deny,
  title: 'Deny',
  submit: 'Deny',
  label: 'Why not?',
  hint: 'The person who asked is told this, and it stands on the card.',
});

/** Asks why a lead ends somebody's access. */
export const revokeForm = reasonForm({
  id: forms.revoke,
  title: 'Take access away',
  submit: 'Revoke',
  label: 'Why?',
  hint: 'The holder is told this, and it stands on the card.',
});

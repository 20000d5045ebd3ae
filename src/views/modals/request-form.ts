import type { types } from '@slack/bolt';
import type { AssetRef } from '../../access/asset.ts';
import { holdsCredential } from '../../access/credential.ts';
import { formatDuration } from '../../access/duration.ts';
import type { Ms } from '../../access/grant.ts';
import { readTicket } from '../../access/ticket-text.ts';
import { plain } from '../blocks.ts';
import { forms } from '../ids.ts';
import { modal } from '../limits.ts';
import { assetField, readAsset } from './asset-field.ts';
import { channelOf, keep } from './context.ts';
import { durationField, readDuration } from './duration-field.ts';
import { type Filled, fieldValue, type Submitted, selectField, textField } from './fields.ts';
import { readReason, reasonField } from './reason-field.ts';

/** What the form asks for, in the words of a request. */
export type RequestValues = {
  channel: string;
  asset: AssetRef;
  ticket: string;
  level?: string;
  duration?: Ms;
  because?: string;
};

/** What is known when the form opens: an incomplete command fills in its part. */
export type RequestFormFacts = {
  channel: string;
  levels: readonly string[];
  durations: { default: Ms; max: Ms };
  defaultLevel?: string;
  /** Search assets by name (needs the options of `asset-field.ts`); otherwise kind and number are typed. */
  search?: boolean;
  prefill?: { asset?: AssetRef; ticket?: string; level?: string; duration?: Ms; because?: string };
};

/** The form that `/access` alone opens. */
export const requestForm = {
  id: forms.request,

  build({ channel, levels, defaultLevel, durations, search = false, prefill = {} }: RequestFormFacts): types.ModalView {
    const most = `At most ${formatDuration(durations.max)}; counted from when the access is there.`;
    return modal({
      type: 'modal',
      callback_id: forms.request,
      private_metadata: keep({ channel }),
      title: plain('Ask for access'),
      submit: plain('Ask'),
      close: plain('Cancel'),
      blocks: [
        ...assetField(search, prefill.asset),
        textField(
          { id: 'ticket', label: 'Ticket' },
          { example: '456', max_length: 50, ...(prefill.ticket ? { initial_value: prefill.ticket } : {}) },
        ),
        ...(levels.length > 0
          ? [
              selectField(
                { id: 'level', label: 'Level', optional: true },
                levels.map((level) => ({ value: level, text: level })),
                prefill.level ?? defaultLevel,
              ),
            ]
          : []),
        durationField('How long', {
          initial: prefill.duration ?? durations.default,
          hint: `Such as 30m or 2h. ${most}`,
          optional: true,
        }),
        reasonField('Why', 'The lead reads this. Never write a password here.', prefill.because),
      ],
    });
  },

  parse(view: Submitted): Filled<RequestValues> {
    const asset = readAsset(view);
    const typed = fieldValue(view, 'ticket');
    // A token is made of the same letters as a ticket number.
    const ticket = holdsCredential(typed) ? null : readTicket(typed);
    const level = fieldValue(view, 'level');
    const { errors: timeErrors, ...time } = readDuration(view);
    const { errors: reasonErrors, ...reason } = readReason(view);
    const ticketErrors = ticket === null ? { ticket: 'Write the number, such as 456, #456 or ABC-12.' } : {};
    const errors = { ...('errors' in asset ? asset.errors : {}), ...ticketErrors, ...timeErrors, ...reasonErrors };
    if ('errors' in asset || ticket === null || Object.keys(errors).length > 0) return { ok: false, errors };
    const channel = channelOf(view.private_metadata);
    return {
      ok: true,
      values: { channel, asset: asset.asset, ticket, ...(level ? { level } : {}), ...time, ...reason },
    };
  },
};

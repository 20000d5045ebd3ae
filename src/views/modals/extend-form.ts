import type { types } from '@slack/bolt';
import type { Grant, Ms } from '../../access/grant.ts';
import { plain, section } from '../blocks.ts';
import { grantLine } from '../grant-line.ts';
import { forms } from '../ids.ts';
import { modal } from '../limits.ts';
import { grantOf, keep, type OnGrant } from './context.ts';
import { durationField, readDuration } from './duration-field.ts';
import type { Filled, Submitted } from './fields.ts';

export type ExtendValues = OnGrant & { duration?: Ms };

/** Asks how much longer; `suggested` is what fits the rules. */
export const extendForm = {
  id: forms.extend,

  build: ({ grant, channel, suggested }: { grant: Grant; channel: string; suggested?: Ms }): types.ModalView =>
    modal({
      type: 'modal',
      callback_id: forms.extend,
      private_metadata: keep({ id: grant.id, channel }),
      title: plain('More time'),
      submit: plain('Ask'),
      close: plain('Cancel'),
      blocks: [
        section(grantLine(grant)),
        durationField('How much longer', { initial: suggested, hint: 'Added to the present end. Such as 30m or 1h.' }),
      ],
    }),

  parse(view: Submitted): Filled<ExtendValues> {
    const { errors, ...time } = readDuration(view);
    return Object.keys(errors).length > 0
      ? { ok: false, errors }
      : { ok: true, values: { ...grantOf(view.private_metadata), ...time } };
  },
};

import type { types } from '@slack/bolt';
import type { Grant, Ms } from '../../access/grant.ts';
import { ASKING } from '../ask-button.ts';
import { plain, section } from '../blocks.ts';
import { grantLine } from '../grant-line.ts';
import { forms } from '../ids.ts';
import { modal } from '../limits.ts';
import { grantOf, keep, type OnGrant } from './context.ts';
import { durationField, readDuration } from './duration-field.ts';
import { type Filled, fieldValue, type Submitted, selectField } from './fields.ts';

/** `aware`: what comes of it where a customer is asked stood in the form. */
export type ChangeValues = OnGrant & { level?: string; duration?: Ms; aware: true };

const isAsk = ({ ownership }: Grant): boolean => ownership === 'none' || ownership === 'pending';

/** Approves with another level or time than was asked for. `levels` are those that the customer allows. */
export const changeForm = {
  id: forms.change,

  build: ({ grant, channel, levels }: { grant: Grant; channel: string; levels: readonly string[] }): types.ModalView =>
    modal({
      type: 'modal',
      callback_id: forms.change,
      private_metadata: keep({ id: grant.id, channel }),
      title: plain('Change and approve'),
      submit: plain('Approve'),
      close: plain('Cancel'),
      blocks: [
        section(grantLine(grant, { who: true })),
        ...(isAsk(grant) ? [section(ASKING)] : []),
        ...(levels.length > 0
          ? [
              selectField(
                { id: 'level', label: 'Level', hint: 'Only levels that the customer allows.' },
                levels.map((level) => ({ value: level, text: level })),
                grant.level,
              ),
            ]
          : []),
        durationField('How long', { initial: grant.duration }),
      ],
    }),

  parse(view: Submitted): Filled<ChangeValues> {
    const level = fieldValue(view, 'level');
    const { errors, ...time } = readDuration(view);
    return Object.keys(errors).length > 0
      ? { ok: false, errors }
      : { ok: true, values: { ...grantOf(view.private_metadata), ...(level ? { level } : {}), ...time, aware: true } };
  },
};

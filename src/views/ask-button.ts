import type { types } from '@slack/bolt';
import type { Grant, GrantId, Ms } from '../access/grant.ts';
import { button, sure } from './blocks.ts';
import { actions } from './ids.ts';

/** What a lead reads before a customer is asked, however they approve. */
export const ASKING =
  'This approves the request and asks the customer for the Page, in the name of our business. Requests that are reported as spam can lock our Business Manager, so check the number first.';

/** The request that is approved, and what the lead changes about it. */
export type Ask = { id: GrantId; level?: string; duration?: Ms };

/** The button that has a customer asked. Its value is the id, and behind it the time in ms and the level, where the lead changed them. */
export const askButton = {
  build: ({ id, level, duration }: Ask, extra: Pick<types.Button, 'confirm'> = {}): types.Button => {
    const terms = level === undefined && duration === undefined ? [] : [duration ?? '', level ?? ''];
    return button('Ask the customer', actions.askCustomer, [id, ...terms].join(' '), { style: 'primary', ...extra });
  },

  /** null when it is none of our values. */
  parse(value: string): Ask | null {
    const [, id, duration, level] = /^([A-Z][A-Z0-9]*-\d{1,15})(?: (\d{0,12}) (.*))?$/u.exec(value) ?? [];
    if (id === undefined) return null;
    return { id, ...(level ? { level } : {}), ...(duration ? { duration: Number(duration) } : {}) };
  },
};

/** Approves a request; where that asks the customer, it says so and what may come of it. */
export const approveButton = ({ id, ownership }: Grant): types.Button =>
  ownership === 'none'
    ? askButton.build({ id }, sure(ASKING, 'Ask them'))
    : button('Approve', actions.approve, id, { style: 'primary' });

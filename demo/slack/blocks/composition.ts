import { z } from 'zod';
import { plain, text } from './text.ts';

/** The "are you sure?" dialog of an element. */
export const confirm = z.strictObject({
  title: plain(100).optional(),
  text: text(300),
  confirm: plain(30).optional(),
  deny: plain(30).optional(),
  style: z.enum(['primary', 'danger']).optional(),
});

const optionShape = { value: z.string().min(1).max(150), description: plain(75).optional() };

/** One choice of a select menu: plain text only. */
export const option = z.strictObject({ text: plain(75), ...optionShape });

/** One choice of checkboxes or radio buttons, which may also use mrkdwn. */
export const richOption = z.strictObject({ text: text(75), ...optionShape, description: text(75).optional() });

/** One line of an overflow menu, the only choice that may carry a link. */
export const overflowOption = z.strictObject({ text: plain(75), ...optionShape, url: z.url().max(3000).optional() });

/** A titled group of choices. */
export const optionGroup = z.strictObject({ label: plain(75), options: z.array(option).min(1).max(100) });

/** When a text input tells the app of what is typed. */
export const dispatchActionConfig = z.strictObject({
  trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).min(1),
});

/** Which conversations a conversations menu offers. */
export const conversationFilter = z.strictObject({
  include: z
    .array(z.enum(['im', 'mpim', 'private', 'public']))
    .min(1)
    .optional(),
  exclude_external_shared_channels: z.boolean().optional(),
  exclude_bot_users: z.boolean().optional(),
});

/** Choices as external menus send them back, in reply to a `block_suggestion`. */
export const suggestions = z.union([
  z.strictObject({ options: z.array(option).max(100) }),
  z.strictObject({ option_groups: z.array(optionGroup).max(100) }),
]);

import { z } from 'zod';
import { confirm, overflowOption, richOption } from './composition.ts';
import { appId, plain, webUrl } from './text.ts';

const style = z.enum(['primary', 'danger']);
const label = z.string().max(75);

/** A button; `url` opens a page and still tells the app. */
export const button = z.strictObject({
  type: z.literal('button'),
  text: plain(75),
  action_id: appId.optional(),
  url: webUrl.optional(),
  value: z.string().max(2000).optional(),
  style: style.optional(),
  confirm: confirm.optional(),
  accessibility_label: label.optional(),
});

/** The three-dots menu: at most five lines. */
export const overflow = z.strictObject({
  type: z.literal('overflow'),
  action_id: appId.optional(),
  options: z.array(overflowOption).min(1).max(5),
  confirm: confirm.optional(),
});

const choice = {
  action_id: appId.optional(),
  options: z.array(richOption).min(1).max(10),
  confirm: confirm.optional(),
  focus_on_load: z.boolean().optional(),
};

export const checkboxes = z.strictObject({
  type: z.literal('checkboxes'),
  ...choice,
  initial_options: z.array(richOption).min(1).max(10).optional(),
});

export const radioButtons = z.strictObject({
  type: z.literal('radio_buttons'),
  ...choice,
  initial_option: richOption.optional(),
});

const feedback = z.strictObject({
  text: plain(75),
  value: z.string().max(2000),
  accessibility_label: label.optional(),
});

/** Thumbs up and down, in context_actions only. */
export const feedbackButtons = z.strictObject({
  type: z.literal('feedback_buttons'),
  action_id: appId.optional(),
  positive_button: feedback,
  negative_button: feedback,
});

/** A small picture button, in context_actions only. */
export const iconButton = z.strictObject({
  type: z.literal('icon_button'),
  icon: z.string(),
  text: plain(75),
  action_id: appId.optional(),
  value: z.string().max(2000).optional(),
  confirm: confirm.optional(),
  accessibility_label: label.optional(),
  visible_to_user_ids: z.array(z.string()).optional(),
});

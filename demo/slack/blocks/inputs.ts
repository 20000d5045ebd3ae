import { z } from 'zod';
import { confirm, dispatchActionConfig } from './composition.ts';
import { richText } from './rich-text.ts';
import { appId, plain } from './text.ts';

const base = {
  action_id: appId.optional(),
  placeholder: plain(150).optional(),
  focus_on_load: z.boolean().optional(),
};
const typed = { ...base, dispatch_action_config: dispatchActionConfig.optional() };

export const plainTextInput = z.strictObject({
  type: z.literal('plain_text_input'),
  ...typed,
  initial_value: z.string().max(3000).optional(),
  multiline: z.boolean().optional(),
  min_length: z.int().min(0).max(3000).optional(),
  max_length: z.int().min(1).max(3000).optional(),
});

export const emailInput = z.strictObject({
  type: z.literal('email_text_input'),
  ...typed,
  initial_value: z.string().optional(),
});

export const urlInput = z.strictObject({
  type: z.literal('url_text_input'),
  ...typed,
  initial_value: z.string().optional(),
});

export const numberInput = z.strictObject({
  type: z.literal('number_input'),
  ...typed,
  is_decimal_allowed: z.boolean(),
  initial_value: z.string().optional(),
  min_value: z.string().optional(),
  max_value: z.string().optional(),
});

export const richTextInput = z.strictObject({
  type: z.literal('rich_text_input'),
  ...typed,
  initial_value: richText.optional(),
  min_lines: z.int().optional(),
  max_lines: z.int().optional(),
});

export const fileInput = z.strictObject({
  type: z.literal('file_input'),
  action_id: appId.optional(),
  filetypes: z.array(z.string()).optional(),
  max_files: z.int().min(1).max(10).optional(),
});

const picker = { ...base, confirm: confirm.optional() };

export const datepicker = z.strictObject({
  type: z.literal('datepicker'),
  ...picker,
  initial_date: z.iso.date().optional(),
});

export const timepicker = z.strictObject({
  type: z.literal('timepicker'),
  ...picker,
  initial_time: z
    .string()
    .regex(/^\d{2}:\d{2}$/)
    .optional(),
  timezone: z.string().optional(),
});

export const datetimepicker = z.strictObject({
  type: z.literal('datetimepicker'),
  action_id: appId.optional(),
  confirm: confirm.optional(),
  focus_on_load: z.boolean().optional(),
  initial_date_time: z.int().min(1_000_000_000).max(9_999_999_999).optional(),
});

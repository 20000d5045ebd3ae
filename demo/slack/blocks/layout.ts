import { z } from 'zod';
import * as buttons from './buttons.ts';
import { dataVisualization } from './chart.ts';
import * as inputs from './inputs.ts';
import * as menus from './menus.ts';
import { richText } from './rich-text.ts';
import { appId, mrkdwn, plain, text, webUrl } from './text.ts';

const id = { block_id: appId.optional() };
const imageShape = {
  image_url: webUrl.optional(),
  slack_file: z.strictObject({ id: z.string().optional(), url: z.string().optional() }).optional(),
  alt_text: z.string().min(1).max(2000),
};
const imageElement = z.strictObject({ type: z.literal('image'), ...imageShape });

const pickers = [inputs.datepicker, inputs.timepicker, inputs.datetimepicker] as const;
const selects = [
  menus.staticSelect,
  menus.externalSelect,
  menus.usersSelect,
  menus.conversationsSelect,
  menus.channelsSelect,
  menus.multiStaticSelect,
  menus.multiExternalSelect,
  menus.multiUsersSelect,
  menus.multiConversationsSelect,
  menus.multiChannelsSelect,
] as const;
const choices = [buttons.checkboxes, buttons.radioButtons] as const;
const action = [buttons.button, buttons.overflow, ...choices, ...selects, ...pickers] as const;

const section = z
  .strictObject({
    type: z.literal('section'),
    ...id,
    text: text(3000).optional(),
    fields: z.array(text(2000)).min(1).max(10).optional(),
    accessory: z.discriminatedUnion('type', [...action, imageElement]).optional(),
    expand: z.boolean().optional(),
  })
  .refine((block) => block.text !== undefined || block.fields !== undefined, 'must have text or fields');

const input = z.strictObject({
  type: z.literal('input'),
  ...id,
  label: plain(2000),
  hint: plain(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: z.discriminatedUnion('type', [
    inputs.plainTextInput,
    inputs.emailInput,
    inputs.urlInput,
    inputs.numberInput,
    inputs.richTextInput,
    inputs.fileInput,
    ...choices,
    ...selects,
    ...pickers,
  ]),
});

const cell = z.discriminatedUnion('type', [
  richText,
  z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) }),
  z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: z.string() }),
]);

/** Every block that the workspace knows; anything else is `invalid_blocks`. */
export const block = z.discriminatedUnion('type', [
  section,
  input,
  richText,
  dataVisualization,
  z.strictObject({ type: z.literal('divider'), ...id }),
  z.strictObject({ type: z.literal('header'), ...id, text: plain(150) }),
  z.strictObject({
    type: z.literal('actions'),
    ...id,
    elements: z
      .array(z.discriminatedUnion('type', [...action, inputs.richTextInput]))
      .min(1)
      .max(25),
  }),
  z.strictObject({
    type: z.literal('context'),
    ...id,
    elements: z
      .array(z.discriminatedUnion('type', [imageElement, plain(3000), mrkdwn(3000)]))
      .min(1)
      .max(10),
  }),
  z.strictObject({
    type: z.literal('context_actions'),
    ...id,
    elements: z
      .array(z.discriminatedUnion('type', [buttons.feedbackButtons, buttons.iconButton]))
      .min(1)
      .max(5),
  }),
  z.strictObject({ type: z.literal('image'), ...id, ...imageShape, title: plain(2000).optional() }),
  z.strictObject({ type: z.literal('markdown'), ...id, text: z.string().min(1).max(12_000) }),
  z.strictObject({
    type: z.literal('alert'),
    ...id,
    text: text(200),
    level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
  }),
  z.strictObject({
    type: z.literal('table'),
    ...id,
    rows: z.array(z.array(cell).min(1).max(20)).min(1).max(100),
    column_settings: z
      .array(
        z
          .strictObject({
            align: z.enum(['left', 'center', 'right']).optional(),
            is_wrapped: z.boolean().optional(),
          })
          .nullable(),
      )
      .max(20)
      .optional(),
  }),
]);

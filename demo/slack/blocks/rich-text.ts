import { z } from 'zod';
import { appId } from './text.ts';

const style = z
  .strictObject({
    bold: z.boolean(),
    italic: z.boolean(),
    strike: z.boolean(),
    code: z.boolean(),
    underline: z.boolean(),
    highlight: z.boolean(),
    client_highlight: z.boolean(),
    unlink: z.boolean(),
  })
  .partial()
  .optional();

const leaf = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string().min(1), style }),
  z.strictObject({
    type: z.literal('link'),
    url: z.string().min(1),
    text: z.string().optional(),
    unsafe: z.boolean().optional(),
    style,
  }),
  z.strictObject({ type: z.literal('user'), user_id: z.string(), style }),
  z.strictObject({ type: z.literal('usergroup'), usergroup_id: z.string(), style }),
  z.strictObject({ type: z.literal('channel'), channel_id: z.string(), style }),
  z.strictObject({ type: z.literal('broadcast'), range: z.enum(['here', 'channel', 'everyone']), style }),
  z.strictObject({ type: z.literal('emoji'), name: z.string(), unicode: z.string().optional(), style }),
  z.strictObject({ type: z.literal('color'), value: z.string(), style }),
  z.strictObject({
    type: z.literal('date'),
    timestamp: z.int(),
    format: z.string().min(1),
    url: z.string().optional(),
    fallback: z.string().optional(),
    style,
  }),
]);

const section = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(leaf) });
const border = { border: z.int().min(0).max(1).optional() };

const part = z.discriminatedUnion('type', [
  section,
  z.strictObject({
    type: z.literal('rich_text_list'),
    style: z.enum(['bullet', 'ordered']),
    elements: z.array(section),
    indent: z.int().min(0).max(8).optional(),
    offset: z.int().min(0).optional(),
    ...border,
  }),
  z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(leaf), ...border }),
  z.strictObject({
    type: z.literal('rich_text_preformatted'),
    elements: z.array(leaf),
    language: z.string().optional(),
    ...border,
  }),
]);

/** A rich text block: what people's own messages are made of, and what table cells may hold. */
export const richText = z.strictObject({
  type: z.literal('rich_text'),
  block_id: appId.optional(),
  elements: z.array(part).min(1),
});

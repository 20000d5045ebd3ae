import { z } from 'zod';

/** A `plain_text` object of 1 to `max` characters. */
export const plain = (max: number) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  });

/** A `mrkdwn` object of 1 to `max` characters. */
export const mrkdwn = (max: number) =>
  z.strictObject({
    type: z.literal('mrkdwn'),
    text: z.string().min(1).max(max),
    verbatim: z.boolean().optional(),
  });

/** Either kind of text object, for the places where Slack takes both. */
export const text = (max: number) => z.discriminatedUnion('type', [plain(max), mrkdwn(max)]);

/** An id that the app chooses: Slack takes up to 255 characters. */
export const appId = z.string().min(1).max(255);

/** A web address as Slack takes it in buttons and images. */
export const webUrl = z.url({ protocol: /^https?$/ }).max(3000);

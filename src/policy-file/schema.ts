import { z } from 'zod';
import { parseDuration } from '../access/duration.ts';

const duration = z
  .string()
  .refine((text) => parseDuration(text) !== null, 'write a time such as 30s, 15m, 2h, 1d or 1h30m')
  .describe('A time such as 30s, 15m, 2h, 1d or 1h30m.');
const slackUser = z.string().regex(/^[UW][A-Z0-9]{2,}$/, 'write a Slack user id such as U0LEAD');
const approver = z.string().regex(/^[UWS][A-Z0-9]{2,}$/, 'write a Slack user id (U0LEAD) or user group id (S0LEADS)');
const channel = z.string().regex(/^[CG][A-Z0-9]{2,}$/, 'write a Slack channel id such as C0SUPPORT');
const task = z.string().regex(/^[A-Z][A-Z0-9_]*$/, "write Meta's name of a task, such as ANALYZE");
const levelName = z.string().regex(/^[a-z][a-z0-9-]{0,29}$/, 'write a level name in small letters, such as analyst');
const levels = z.record(levelName, z.array(task).min(1, 'name at least one task'));

/** Rules that may stand at the top, for all businesses, and in a business, for that one. */
const ruleFields = {
  approvers: z
    .array(approver)
    .min(1, 'name at least one approver')
    .optional()
    .describe('Who may approve: user or user group ids.'),
  auditors: z.array(slackUser).optional().describe('Who may read everybody’s history, besides approvers.'),
  durations: z
    .strictObject({ default: duration.optional(), min: duration.optional(), max: duration.optional() })
    .optional()
    .describe('How long a grant lasts when nothing is said, at least, and at most.'),
  lapse: duration.optional().describe('A request that nobody decides lapses after this time.'),
  remind: duration.optional().describe('The holder is reminded this long before the end.'),
  give_up: duration.optional().describe('A grant that Meta does not take for this long is taken back.'),
  extensions: z.enum(['approval', 'free']).optional().describe('Whether a later end needs a lead again.'),
  default_level: levelName.optional().describe('The level when none is named.'),
  levels: z
    .strictObject({ page: levels.optional(), adaccount: levels.optional(), group: levels.optional() })
    .optional()
    .describe('Names for sets of Meta tasks, per kind of asset.'),
};

const business = z.strictObject({
  id: z.string().regex(/^\d{1,30}$/, 'write the business id in quotes, digits only'),
  name: z.string().optional().describe('Shown to people; the business key when missing.'),
  token: z.string().min(1, 'write the system user’s token, best as a reference to an environment variable'),
  channels: z.array(channel).min(1, 'name at least one channel'),
  ...ruleFields,
});

/** hallpass.yml, as it is written. The JSON Schema for editors is made from this. */
export const PolicyFile = z.strictObject({
  businesses: z
    .record(
      z.string().regex(/^[a-z][a-z0-9]{0,15}$/, 'write a business key in small letters and digits, such as eu'),
      business,
    )
    .refine((all) => Object.keys(all).length > 0, 'name at least one business'),
  ...ruleFields,
});
export type PolicyFile = z.infer<typeof PolicyFile>;

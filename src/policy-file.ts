import { z } from 'zod';
import { parseDuration } from './access/duration.ts';
import type { Business, Rules } from './access/policy-rules.ts';

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

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What holds where the file says nothing. */
export const defaults: Rules = {
  approvers: [],
  auditors: [],
  durations: { default: HOUR, min: MINUTE, max: 8 * HOUR },
  lapse: 8 * HOUR,
  remind: 10 * MINUTE,
  giveUp: HOUR,
  extensions: 'approval',
  defaultLevel: 'analyst',
  levels: {
    page: {
      analyst: ['ANALYZE'],
      advertiser: ['ADVERTISE', 'ANALYZE'],
      moderator: ['MODERATE', 'ADVERTISE', 'ANALYZE'],
      editor: ['CREATE_CONTENT', 'MODERATE', 'ADVERTISE', 'ANALYZE'],
      manager: ['MANAGE', 'CREATE_CONTENT', 'MODERATE', 'ADVERTISE', 'ANALYZE'],
    },
    adaccount: {
      analyst: ['ANALYZE'],
      advertiser: ['ADVERTISE', 'ANALYZE'],
      manager: ['MANAGE', 'ADVERTISE', 'ANALYZE'],
    },
    group: {},
  },
};

type RuleFields = Omit<PolicyFile, 'businesses'>;
const span = (text: string | undefined, otherwise: number): number =>
  text ? (parseDuration(text) ?? otherwise) : otherwise;

function layer(base: Rules, own: RuleFields): Rules {
  return {
    approvers: own.approvers ?? base.approvers,
    auditors: own.auditors ?? base.auditors,
    durations: {
      default: span(own.durations?.default, base.durations.default),
      min: span(own.durations?.min, base.durations.min),
      max: span(own.durations?.max, base.durations.max),
    },
    lapse: span(own.lapse, base.lapse),
    remind: span(own.remind, base.remind),
    giveUp: span(own.give_up, base.giveUp),
    extensions: own.extensions ?? base.extensions,
    defaultLevel: own.default_level ?? base.defaultLevel,
    levels: {
      page: own.levels?.page ?? base.levels.page,
      adaccount: own.levels?.adaccount ?? base.levels.adaccount,
      group: own.levels?.group ?? base.levels.group,
    },
  };
}

/** The businesses of the file with their rules filled in. */
export function businessesOf(file: PolicyFile): (Business & { token: string })[] {
  const common = layer(defaults, file);
  return Object.entries(file.businesses).map(([key, own]) => ({
    key,
    id: own.id,
    ...(own.name ? { name: own.name } : {}),
    token: own.token,
    channels: own.channels,
    rules: layer(common, own),
  }));
}

/** What is wrong although each field is right by itself; one sentence a problem. */
export function contradictions(businesses: readonly Business[]): string[] {
  const problems: string[] = [];
  const channels = new Map<string, string>();
  const ids = new Map<string, string>();
  for (const { key, id, channels: own, rules } of businesses) {
    const { durations } = rules;
    if (rules.approvers.length === 0)
      problems.push(`approvers: nobody can approve for ${key}; list user or user group ids`);
    if (durations.min > durations.max) problems.push(`${key}: durations.min is above durations.max; make it smaller`);
    if (durations.default < durations.min || durations.default > durations.max) {
      problems.push(`${key}: durations.default must lie between min and max`);
    }
    for (const kind of ['page', 'adaccount'] as const) {
      if (!(rules.defaultLevel in rules.levels[kind])) {
        problems.push(
          `${key}: default_level ${rules.defaultLevel} is not a level of ${kind}; name one of ${Object.keys(rules.levels[kind]).join(', ')}`,
        );
      }
    }
    for (const name of own) {
      const other = channels.get(name);
      if (other) problems.push(`channel ${name} belongs to ${other} and to ${key}; a channel belongs to one business`);
      channels.set(name, key);
    }
    const twin = ids.get(id);
    if (twin) problems.push(`businesses ${twin} and ${key} have the same id ${id}`);
    ids.set(id, key);
  }
  return problems;
}

import { z } from 'zod';
import { parseDuration } from '../access/duration.ts';

/** Text of one form; whatever else stands there is answered with the same sentence, which says what to write. */
const text = (form: RegExp, write: string) => z.string(write).regex(form, write);

/** A group of options; one that is not among them is named, with those that there are. */
const options = <Shape extends z.ZodRawShape>(shape: Shape, write: string) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? `only ${Object.keys(shape).join(', ')} can stand here` : write,
  });

const httpUrl = z.url({ protocol: /^https?$/, error: 'write it as https://host/path' });
const secret = text(/^\S+$/, `write it without blanks, best as \${NAME} of the environment`);
const DAY = 86_400_000;
const WHEN = 'write a time such as 30s, 15m, 2h, 1d or 1h30m';
const duration = z
  .string(WHEN)
  .refine((said) => parseDuration(said) !== null, WHEN)
  .meta({ pattern: '^ *(\\d{1,7} *[A-Za-z]+ *)+$', description: 'A time such as 30s, 15m, 2h, 1d or 1h30m.' });

const slackUser = text(/^[UW][A-Z0-9]{2,}$/, 'write a Slack user id such as U0LEAD');
const approver = text(/^[UWS][A-Z0-9]{2,}$/, 'write a Slack user id (U0LEAD) or user group id (S0LEADS)');
const channel = text(/^[CG][A-Z0-9]{2,}$/, 'write a Slack channel id such as C0SUPPORT');
const task = text(/^[A-Z][A-Z0-9_]*$/, "write Meta's name of a task, such as ANALYZE");
const levelName = text(/^[a-z][a-z0-9-]{0,29}$/, 'write a level name in small letters, such as analyst');
const levels = z.record(
  levelName,
  z.array(task, 'write a list of tasks, such as [ANALYZE]').min(1, 'name at least one task'),
  'write level names, each with its tasks, such as analyst: [ANALYZE]',
);

/** Rules that may stand at the top, for all businesses, and in a business, for that one. */
const ruleFields = {
  approvers: z
    .array(approver, 'write a list of ids, such as [U0LEAD]')
    .min(1, 'name at least one approver')
    .optional()
    .describe('Who approves: user (U…) or user group (S…) ids. Nobody approves a request of their own.'),
  auditors: z
    .array(slackUser, 'write a list of user ids, such as [U0SECURITY]')
    .optional()
    .describe("Who may read everybody's history, besides the approvers."),
  durations: options(
    { default: duration.optional(), min: duration.optional(), max: duration.optional() },
    'write { default: 1h, min: 1m, max: 8h }, or some of the three',
  )
    .optional()
    .describe('How long access lasts when nothing is said, and the shortest and longest that may be asked for.'),
  lapse: duration.optional().describe('A request that nobody decides lapses after this time. Default 8h.'),
  remind: duration.optional().describe('The holder is reminded this long before the end. Default 10m.'),
  give_up: duration
    .optional()
    .describe('An approved grant that Meta does not let become active is taken back after this time. Default 1h.'),
  extensions: z
    .enum(['approval', 'free'], 'write approval (a lead decides) or free (the holder extends alone)')
    .optional()
    .describe('approval: a lead decides on every extension. free: the holder extends alone, up to durations.max.'),
  ask_customers: z
    .enum(['approval', 'never'], 'write approval (a lead approves that the customer is asked) or never')
    .optional()
    .describe(
      'approval: approving a request for a Page that is not shared asks the customer for it. never: it is refused.',
    ),
  asks_per_day: z
    .int('write a whole number from 1 to 100')
    .min(1, 'write a whole number from 1 to 100')
    .max(100, 'write a whole number from 1 to 100')
    .optional()
    .describe(
      'Customers asked in a day, at most: too many requests that are reported as spam lock the Business Manager. Default 10.',
    ),
  leave_client_assets: z
    .enum(['ask', 'always', 'never'], 'write ask (a lead decides), always or never')
    .optional()
    .describe(
      "Whether the business leaves a customer's Page or ad account when its last grant has ended. Default ask: a button on the card.",
    ),
  audit_channel: channel
    .optional()
    .describe("The Slack channel where the archive's head is posted each day, by id. Default: it is not posted."),
  ops_channel: channel
    .optional()
    .describe(
      'The Slack channel of whoever runs Hallpass, by id: told when Meta refuses the token, or when it ends soon. Default: the first channel of the business is told.',
    ),
  default_level: levelName.optional().describe('The level of a request that names none. Default analyst.'),
  levels: options(
    { page: levels.optional(), adaccount: levels.optional(), group: levels.optional() },
    'write page, adaccount or group, each with its levels',
  )
    .optional()
    .describe("What people may ask for, per kind of asset: names of your choice, each with Meta's tasks."),
};

const business = options(
  {
    id: text(/^\d{1,30}$/, 'write the business id in quotes, digits only').describe(
      'The business id, from Business settings, Business info. In quotes.',
    ),
    name: z.string('write a name, or take the line out').optional().describe('Shown to people; default is the key.'),
    token: text(
      /^\S+$/,
      `write the token of the system user, without blanks, best as \${NAME} of the environment`,
    ).describe(`A token of the system user of this business. Keep it in the environment: \${META_TOKEN_EU}.`),
    channels: z
      .array(channel, 'write a list of channel ids, such as [C0SUPPORT]')
      .min(1, 'name at least one channel')
      .describe('Slack channels whose requests go to this business: ids. A channel belongs to one business.'),
    canary: options(
      {
        asset: text(/^(?:page|adaccount):[1-9]\d{0,29}$/, 'write a test asset such as page:123'),
        person: text(
          /^(?:\d{1,30}|[^\s@]+@[^\s@]+)$/,
          'write the e-mail or the id of a person of the business, in quotes',
        ),
        every: duration.optional(),
      },
      'write { asset: page:123, person: test@example.com, every: 1h }',
    )
      .optional()
      .describe(
        'A test asset on which a person who holds nothing else there is given access and loses it again, every hour unless it says otherwise; ops_channel hears when that fails.',
      ),
    ...ruleFields,
  },
  'write id, token and channels below it',
);

/** hallpass.yml, as it is written. The JSON Schema for editors is made from this. */
export const PolicyFile = options(
  {
    businesses: z
      .record(
        text(/^[a-z][a-z0-9]{0,15}$/, 'write a business key in small letters and digits, such as eu'),
        business,
        'write the businesses, each under a key such as eu',
      )
      .refine((all) => Object.keys(all).length > 0, 'name at least one business')
      .meta({ minProperties: 1, description: 'The Business Managers that Hallpass serves, each under a short key.' }),
    archive: options(
      {
        dir: text(/^\S.*$/, 'write the path of a folder, such as /var/lib/hallpass').describe(
          'The folder that all instances share; each business has a folder in it.',
        ),
        retention: duration
          .refine((said) => (parseDuration(said) ?? 0) >= DAY, 'write a time of at least 1d')
          .optional()
          .describe('What is over for longer than this, and archived, is forgotten in Redis. Default: nothing is.'),
        webhook: options(
          { url: httpUrl, secret: secret.describe('The key of the signature in x-hallpass-signature.') },
          'write url and secret below it',
        )
          .optional()
          .describe('Where each line is posted, as JSON lines with a signature, such as a SIEM.'),
        s3: options(
          {
            endpoint: httpUrl,
            bucket: text(/^[a-z0-9][a-z0-9.-]{1,62}$/, 'write the name of a bucket'),
            region: text(/^[a-z0-9-]+$/, 'write a region, such as eu-central-1').optional(),
            prefix: text(/^[\w./-]+$/, 'write a path of letters and digits, such as hallpass').optional(),
            access_key: secret,
            secret_key: secret,
          },
          'write endpoint, bucket, region, access_key and secret_key below it',
        )
          .optional()
          .describe('A bucket of S3, or of what speaks like it, where the lines are put too.'),
      },
      'write { dir: /var/lib/hallpass }, and retention: 90d if Redis may forget',
    )
      .optional()
      .describe('Where every event is archived, as hash-chained JSON lines, a file a day. Default: nowhere.'),
    ...ruleFields,
  },
  'write businesses and approvers; copy hallpass.example.yml and change it',
);
export type PolicyFile = z.infer<typeof PolicyFile>;

/** The options that may stand at the top and in a business. */
export const ruleNames: readonly string[] = Object.keys(ruleFields);

import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { readRedisUrl } from './access/redis-place.ts';
import { readVaultKeys, type VaultKey } from './access/vault-key.ts';
import type { ArchiveOptions } from './policy-file/archive.ts';
import type { BusinessWithToken } from './policy-file/businesses.ts';
import { type ReadPolicy, readPolicy } from './policy-file/read.ts';

/** Text of one form; missing or wrong, the same sentence says what to set. */
const text = (form: RegExp, set: string) => z.string(set).regex(form, set);
const url = (set: string) => z.url({ protocol: /^https?$/, error: set });
const REDIS = 'set it to your Redis, such as redis://localhost:6379';
const ROLES = 'write web, worker, or web,worker';

const Env = z.object({
  SLACK_BOT_TOKEN: text(/^xoxb-\S+$/, 'set it to the bot token (xoxb-…) of your Slack app'),
  SLACK_SIGNING_SECRET: text(/^\S+$/, 'set it to the signing secret of your Slack app'),
  SLACK_APP_TOKEN: text(
    /^xapp-\S+$/,
    'it must be an app-level token, xapp-…; without it there is no Socket Mode',
  ).optional(),
  SLACK_API_URL: url('write it as https://host/api/, or leave it out').optional(),
  META_APP_ID: text(/^\d+$/, 'set it to the id of your Meta app, digits only'),
  META_APP_SECRET: text(/^\S+$/, 'set it to the secret of your Meta app'),
  META_GRAPH_URL: url('write it as https://host, or leave it out').default('https://graph.facebook.com'),
  META_GRAPH_VERSION: text(/^v\d+\.\d+$/, 'write it as v26.0').default('v26.0'),
  REDIS_URL: z.string(REDIS).transform((text, context) => {
    const read = readRedisUrl(text);
    if (read.ok) return text;
    // Without the input: it may hold a password.
    context.issues.push({ code: 'custom', message: read.problem, input: undefined });
    return z.NEVER;
  }),
  HALLPASS_KEY: z
    .string()
    .transform((text, context) => {
      const read = readVaultKeys(text);
      if (read.ok) return read.keys;
      // Without the input: it is a key.
      context.issues.push({ code: 'custom', message: read.problem, input: undefined });
      return z.NEVER;
    })
    .default([]),
  HALLPASS_QUEUES_KEY: text(
    /^\S{24,}$/,
    'write at least 24 characters, as from openssl rand -hex 16, or leave it out: the queues are shown to nobody then',
  ).optional(),
  HALLPASS_CONFIG: z.string().default('hallpass.yml'),
  PORT: text(/^\d{1,5}$/, 'write a port number, such as 3000')
    .transform(Number)
    .refine((port) => port <= 65_535, 'write a port number up to 65535')
    .default(3000),
  HALLPASS_ROLES: z
    .string()
    .default('web,worker')
    .transform((text) => text.split(',').map((role) => role.trim()))
    .pipe(z.array(z.enum(['web', 'worker'], ROLES))),
  OTEL_EXPORTER_OTLP_ENDPOINT: url('write it as http://host:4318, or leave it out').optional(),
  LOG_LEVEL: z
    .enum(
      ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
      'write trace, debug, info, warn, error, fatal or silent',
    )
    .default('info'),
});

/** Everything that comes from outside, checked. */
export type Config = {
  slack: { botToken: string; signingSecret: string; appToken?: string | undefined; apiUrl?: string | undefined };
  meta: { appId: string; appSecret: string; graphUrl: string; version: string };
  redisUrl: string;
  /** Without any no secret is kept, and no token renewed. */
  vaultKeys: readonly VaultKey[];
  /** Who has it may look at the queues; without one nobody may. */
  queuesKey?: string | undefined;
  /** Where spans of the jobs go. */
  collector?: string | undefined;
  port: number;
  roles: z.infer<typeof Env>['HALLPASS_ROLES'];
  logLevel: z.infer<typeof Env>['LOG_LEVEL'];
  businesses: BusinessWithToken[];
  /** Without it no events are archived. */
  archive?: ArchiveOptions | undefined;
};

/** What `hallpass sweep` needs: Meta, and the rules; neither Slack nor Redis. */
export type SweepConfig = Pick<Config, 'meta' | 'logLevel' | 'businesses' | 'archive'>;
const SweepEnv = Env.pick({
  META_APP_ID: true,
  META_APP_SECRET: true,
  META_GRAPH_URL: true,
  META_GRAPH_VERSION: true,
  LOG_LEVEL: true,
});

/** The configuration, or every problem at once, each with what to write instead. */
export type Loaded<C = Config> = { ok: true; config: C } | { ok: false; problems: string[] };

type Environment = Record<string, string | undefined>;

/** Reads the environment and hallpass.yml. Nothing starts on a wrong configuration. */
export function loadConfig(env: Environment = process.env, read: (path: string) => string = readText): Loaded {
  const loaded = load(Env, env, read);
  if (!loaded.ok) return loaded;
  const { data, file } = loaded;
  return {
    ok: true,
    config: {
      slack: {
        botToken: data.SLACK_BOT_TOKEN,
        signingSecret: data.SLACK_SIGNING_SECRET,
        appToken: data.SLACK_APP_TOKEN,
        apiUrl: data.SLACK_API_URL,
      },
      meta: metaOf(data),
      redisUrl: data.REDIS_URL,
      vaultKeys: data.HALLPASS_KEY,
      queuesKey: data.HALLPASS_QUEUES_KEY,
      collector: data.OTEL_EXPORTER_OTLP_ENDPOINT,
      port: data.PORT,
      roles: data.HALLPASS_ROLES,
      logLevel: data.LOG_LEVEL,
      businesses: file.businesses,
      archive: file.archive,
    },
  };
}

/** As `loadConfig`, of what a sweep needs. */
export function loadSweep(
  env: Environment = process.env,
  read: (path: string) => string = readText,
): Loaded<SweepConfig> {
  const loaded = load(SweepEnv, env, read);
  if (!loaded.ok) return loaded;
  const { data, file } = loaded;
  return {
    ok: true,
    config: { meta: metaOf(data), logLevel: data.LOG_LEVEL, businesses: file.businesses, archive: file.archive },
  };
}

const metaOf = (data: z.infer<typeof SweepEnv>): Config['meta'] => ({
  appId: data.META_APP_ID,
  appSecret: data.META_APP_SECRET,
  graphUrl: data.META_GRAPH_URL,
  version: data.META_GRAPH_VERSION,
});

/** The environment and hallpass.yml together, so that all problems are told at once. */
function load<T>(schema: z.ZodType<T>, env: Environment, read: (path: string) => string) {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(present);
  const problems = parsed.success
    ? []
    : [...new Set(parsed.error.issues.map(({ path, message }) => `${String(path[0])}: ${message}`))];
  const file = loadPolicy(env, read);
  if (!file.ok) problems.push(...file.problems);
  return parsed.success && file.ok ? { ok: true as const, data: parsed.data, file } : { ok: false as const, problems };
}

/** Reads hallpass.yml alone; for `hallpass policy`. */
export function loadPolicy(env: Environment = process.env, read: (path: string) => string = readText): ReadPolicy {
  const path = env.HALLPASS_CONFIG || 'hallpass.yml';
  let text: string;
  try {
    text = read(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why = code === 'ENOENT' ? 'there is no such file' : `can't be read (${code ?? 'unknown'})`;
    return {
      ok: false,
      problems: [`${path}: ${why}; copy hallpass.example.yml and change it, or set HALLPASS_CONFIG`],
    };
  }
  const policy = readPolicy(text, env);
  return policy.ok ? policy : { ok: false, problems: policy.problems.map((problem) => `${path}: ${problem}`) };
}

const readText = (path: string): string => readFileSync(path, 'utf8');

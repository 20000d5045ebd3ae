import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Business } from './access/policy-rules.ts';
import { businessesOf } from './policy-file/businesses.ts';
import { contradictions } from './policy-file/contradictions.ts';
import { PolicyFile } from './policy-file/schema.ts';

const Role = z.enum(['web', 'worker']);
export type Role = z.infer<typeof Role>;

const Env = z.object({
  SLACK_BOT_TOKEN: z
    .string('set it to the bot token (xoxb-…) of your Slack app')
    .startsWith('xoxb-', 'it must be a bot token, xoxb-…'),
  SLACK_SIGNING_SECRET: z
    .string('set it to the signing secret of your Slack app')
    .min(8, 'it is too short for a signing secret'),
  SLACK_APP_TOKEN: z.string().startsWith('xapp-', 'it must be an app-level token, xapp-…').optional(),
  SLACK_API_URL: z.url().optional(),
  META_APP_ID: z.string('set it to the id of your Meta app').regex(/^\d+$/, 'it must be digits'),
  META_APP_SECRET: z.string('set it to the secret of your Meta app').min(1),
  META_GRAPH_URL: z.url().default('https://graph.facebook.com'),
  META_GRAPH_VERSION: z
    .string()
    .regex(/^v\d+\.\d+$/, 'write it as v26.0')
    .default('v26.0'),
  REDIS_URL: z
    .string('set it to your Redis, such as redis://localhost:6379')
    .regex(/^rediss?:\/\//, 'write it as redis://host:port'),
  HALLPASS_CONFIG: z.string().default('hallpass.yml'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HALLPASS_ROLES: z
    .string()
    .default('web,worker')
    .transform((text) => text.split(',').map((role) => role.trim()))
    .pipe(z.array(Role, 'write web, worker, or both with a comma').min(1)),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
});

/** Everything that comes from outside, checked. */
export type Config = {
  slack: { botToken: string; signingSecret: string; appToken?: string | undefined; apiUrl?: string | undefined };
  meta: { appId: string; appSecret: string; graphUrl: string; version: string };
  redisUrl: string;
  port: number;
  roles: Role[];
  logLevel: z.infer<typeof Env>['LOG_LEVEL'];
  businesses: (Business & { token: string })[];
};

/** The configuration, or every problem at once, each with what to write instead. */
export type Loaded = { ok: true; config: Config } | { ok: false; problems: string[] };

type Environment = Record<string, string | undefined>;

/** Reads the environment and hallpass.yml. Nothing starts on a wrong configuration. */
export function loadConfig(env: Environment = process.env, read: (path: string) => string = readText): Loaded {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = Env.safeParse(present);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  const file = loadPolicy(env, read);
  if (!file.ok) problems.push(...file.problems);
  if (!parsed.success || !file.ok) return { ok: false, problems };

  const { data } = parsed;
  return {
    ok: true,
    config: {
      slack: {
        botToken: data.SLACK_BOT_TOKEN,
        signingSecret: data.SLACK_SIGNING_SECRET,
        appToken: data.SLACK_APP_TOKEN,
        apiUrl: data.SLACK_API_URL,
      },
      meta: {
        appId: data.META_APP_ID,
        appSecret: data.META_APP_SECRET,
        graphUrl: data.META_GRAPH_URL,
        version: data.META_GRAPH_VERSION,
      },
      redisUrl: data.REDIS_URL,
      port: data.PORT,
      roles: data.HALLPASS_ROLES,
      logLevel: data.LOG_LEVEL,
      businesses: file.businesses,
    },
  };
}

/** Reads hallpass.yml alone; for `hallpass policy`. */
export function loadPolicy(
  env: Environment = process.env,
  read: (path: string) => string = readText,
): { ok: true; businesses: Config['businesses'] } | { ok: false; problems: string[] } {
  const path = env.HALLPASS_CONFIG || 'hallpass.yml';
  const missing: string[] = [];
  let raw: unknown;
  try {
    raw = fill(parse(read(path)), env, missing);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, problems: [`${path}: can't be read (${reason}); copy hallpass.example.yml and change it`] };
  }
  const problems = missing.map((name) => `${path}: uses \${${name}}, which is not set in the environment`);
  const file = PolicyFile.safeParse(raw);
  if (!file.success) {
    problems.push(
      ...file.error.issues.map(
        (issue) => `${path}: ${issue.path.map(String).join('.') || 'the file'}: ${issue.message}`,
      ),
    );
    return { ok: false, problems };
  }
  const businesses = businessesOf(file.data);
  problems.push(...contradictions(businesses).map((problem) => `${path}: ${problem}`));
  return problems.length > 0 ? { ok: false, problems } : { ok: true, businesses };
}

/** Puts environment variables in place of `${NAME}`, in values only. */
function fill(value: unknown, env: Environment, missing: string[]): unknown {
  if (typeof value === 'string') {
    return value.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, name: string) => {
      if (!env[name]) missing.push(name);
      return env[name] || 'not-set';
    });
  }
  if (Array.isArray(value)) return value.map((item) => fill(item, env, missing));
  if (value && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, env, missing)]));
  }
  return value;
}

const readText = (path: string): string => readFileSync(path, 'utf8');

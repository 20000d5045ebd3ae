import type { webApi } from '@slack/bolt';
import type { Redis } from 'ioredis';
import type { Business } from '../access/policy-rules.ts';
import { type Directory, type Meta, SlackError } from '../access/ports.ts';
import { calling } from '../slack/client.ts';
import { scopes as needed } from '../slack/scopes.ts';
import { durabilityWarnings } from '../store/durability.ts';

/** One line of the doctor's report. */
export type Finding = { ok: boolean; about: string; say: string };

type Patient = {
  redis: Redis;
  client: webApi.WebClient;
  directory: Directory;
  branches: readonly { business: Business; meta: Meta }[];
};

const good = (about: string, say: string): Finding => ({ ok: true, about, say });
const bad = (about: string, say: string): Finding => ({ ok: false, about, say });
const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Looks at everything that the bot needs, and says of each whether it holds and what to do when it doesn't. */
export async function examine({ redis, client, directory, branches }: Patient): Promise<Finding[]> {
  return [
    ...(await redisFindings(redis)),
    ...(await slackFindings(client)),
    ...(await Promise.all(branches.map((branch) => branchFindings(client, directory, branch)))).flat(),
  ];
}

async function redisFindings(redis: Redis): Promise<Finding[]> {
  try {
    const before = Date.now();
    const [seconds] = await redis.time();
    const skew = Math.abs(Number(seconds) * 1_000 - before);
    const warnings = await durabilityWarnings(redis);
    const clock =
      skew < 5_000
        ? good('clock', 'agrees with Redis')
        : bad('clock', `differs from Redis by ${skew} ms; set both by NTP`);
    return [good('redis', 'answers'), clock, ...warnings.map((warning) => bad('redis', warning))];
  } catch (error) {
    return [bad('redis', `does not answer (${words(error)}); check REDIS_URL`)];
  }
}

async function slackFindings(client: webApi.WebClient): Promise<Finding[]> {
  try {
    const answer = await calling(() => client.auth.test());
    const granted = answer.response_metadata?.scopes ?? [];
    const missing = needed.filter((scope) => !granted.includes(scope));
    const who = good('slack', `signed in as ${answer.user} in ${answer.team}`);
    if (missing.length === 0) return [who, good('scopes', 'all granted')];
    return [
      who,
      bad('scopes', `missing: ${missing.join(', ')}; update the app from manifest.yml and install it again`),
    ];
  } catch (error) {
    return [bad('slack', `does not take the token (${words(error)}); check SLACK_BOT_TOKEN`)];
  }
}

async function branchFindings(
  client: webApi.WebClient,
  directory: Directory,
  { business, meta }: { business: Business; meta: Meta },
): Promise<Finding[]> {
  const about = `business ${business.key}`;
  const findings: Finding[] = [];
  try {
    await meta.check();
    findings.push(good(about, 'Meta takes the token'));
  } catch (error) {
    findings.push(bad(about, `Meta does not take the token: ${words(error)}`));
  }
  for (const channel of business.channels) {
    try {
      const { channel: found } = await calling(() => client.conversations.info({ channel }));
      const name = `#${found?.name ?? channel}`;
      findings.push(
        found?.is_member ? good(about, `is in ${name}`) : bad(about, `is not in ${name}; type /invite @Hallpass there`),
      );
    } catch (error) {
      const code = error instanceof SlackError ? error.code : words(error);
      findings.push(bad(about, `can't see channel ${channel} (${code}); invite the bot, or correct hallpass.yml`));
    }
  }
  for (const approver of business.rules.approvers) findings.push(await approverFinding(directory, about, approver));
  return findings;
}

async function approverFinding(directory: Directory, about: string, approver: string): Promise<Finding> {
  try {
    if (approver.startsWith('S')) {
      const members = await directory.group(approver);
      return members.length > 0
        ? good(about, `user group ${approver} has ${members.length} members`)
        : bad(about, `user group ${approver} can't be read or is empty; list user ids instead`);
    }
    const person = await directory.person(approver);
    return person && !person.deleted
      ? good(about, `approver ${approver} is there`)
      : bad(about, `approver ${approver} has left Slack`);
  } catch (error) {
    return bad(about, `approver ${approver} can't be looked up (${words(error)})`);
  }
}

/** The report as text: one line a finding, the bad ones marked. */
export const report = (findings: readonly Finding[]): string =>
  findings.map(({ ok, about, say }) => `${ok ? 'ok  ' : 'FAIL'}  ${about}: ${say}`).join('\n');

import type { webApi } from '@slack/bolt';
import type { Redis } from 'ioredis';
import type { Desk } from '../access/desk.ts';
import { type Directory, SlackError } from '../access/ports/slack.ts';
import type { TokenKeeper } from '../access/ports/token.ts';
import { calling } from '../slack/client.ts';
import { scopes as needed } from '../slack/scopes.ts';
import { clockSkew, durabilityWarnings, SKEWED } from '../store/durability.ts';
import { tokenFindings } from './doctor-token.ts';

/** One line of the doctor's report. */
export type Finding = { ok: boolean; about: string; say: string };

/** What all businesses share. */
export type Outside = { redis: Redis; client: webApi.WebClient };

/** One business as the doctor sees it. */
export type Seen = { desk: Desk; keeper: Pick<TokenKeeper, 'origin'> };

const good = (about: string, say: string): Finding => ({ ok: true, about, say });
const bad = (about: string, say: string): Finding => ({ ok: false, about, say });
const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Looks at everything that the bot needs, and says of each whether it holds and what to do when it doesn't. */
export async function examine({ redis, client }: Outside, branches: readonly Seen[]): Promise<Finding[]> {
  return [
    ...(await redisFindings(redis)),
    ...(await slackFindings(client)),
    ...(await Promise.all(branches.map((branch) => branchFindings(client, branch)))).flat(),
  ];
}

async function redisFindings(redis: Redis): Promise<Finding[]> {
  try {
    const skew = await clockSkew(redis);
    const warnings = await durabilityWarnings(redis);
    const clock =
      skew < SKEWED
        ? good('clock', 'agrees with Redis')
        : bad('clock', `differs from Redis by ${Math.round(skew)} ms; set both by NTP`);
    return [good('redis', 'answers'), clock, ...warnings.map((warning) => bad('redis', warning))];
  } catch {
    // Why is in the log of the connection; what a command says is only that there is none.
    return [bad('redis', 'does not answer; check REDIS_URL, and whether Redis runs')];
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

async function branchFindings(client: webApi.WebClient, { desk, keeper }: Seen): Promise<Finding[]> {
  const { business, meta, directory, clock } = desk;
  const about = `business ${business.key}`;
  const findings = await tokenFindings({ meta, origin: keeper.origin(), now: clock.now() }, about);
  const { opsChannel, auditChannel } = business.rules;
  const others = [opsChannel, auditChannel].filter((channel) => channel !== undefined);
  for (const channel of new Set([...business.channels, ...others]))
    findings.push(await channelFinding(client, about, channel));
  for (const approver of business.rules.approvers) findings.push(await approverFinding(directory, about, approver));
  return findings;
}

async function channelFinding(client: webApi.WebClient, about: string, channel: string): Promise<Finding> {
  try {
    const { channel: found } = await calling(() => client.conversations.info({ channel }));
    const name = `#${found?.name ?? channel}`;
    if (found?.is_archived) return bad(about, `${name} is archived; take ${channel} out of hallpass.yml`);
    if (found?.is_member) return good(about, `is in ${name}`);
    return bad(about, `is not in ${name}; type /invite @Hallpass there`);
  } catch (error) {
    const unknown = error instanceof SlackError && error.code === 'channel_not_found';
    if (unknown) return bad(about, `can't see channel ${channel}; invite the bot there, or correct hallpass.yml`);
    return bad(about, `can't look at channel ${channel} (${words(error)})`);
  }
}

async function approverFinding(directory: Directory, about: string, approver: string): Promise<Finding> {
  try {
    if (approver.startsWith('S')) {
      const members = await directory.group(approver);
      return members.length > 0
        ? good(about, `user group ${approver} has ${members.length} ${members.length === 1 ? 'member' : 'members'}`)
        : bad(about, `user group ${approver} can't be read or is empty; list user ids instead`);
    }
    const person = await directory.person(approver);
    if (!person)
      return bad(about, `approver ${approver} is not known in this workspace; correct the id in hallpass.yml`);
    if (person.deleted) return bad(about, `approver ${approver} has left Slack; take the id out of hallpass.yml`);
    return good(about, `approver ${approver} is there`);
  } catch (error) {
    return bad(about, `approver ${approver} can't be looked up (${words(error)})`);
  }
}

/** The report as text: one line a finding, the bad ones marked. */
export const report = (findings: readonly Finding[]): string =>
  findings.map(({ ok, about, say }) => `${ok ? 'ok  ' : 'FAIL'}  ${about}: ${say}`).join('\n');

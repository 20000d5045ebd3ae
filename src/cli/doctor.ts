import type { Desk } from '../access/desk.ts';
import type { Ms } from '../access/grant.ts';
import type { TokenKeeper } from '../access/ports/token.ts';
import type { BusinessArchive } from '../archive/business-archive.ts';
import type { Config } from '../config.ts';
import type { SlackClient } from '../slack/client.ts';
import type { Redis } from '../store/connection.ts';
import { keysOf } from '../store/keys.ts';
import { archiveFindings } from './doctor-archive.ts';
import { canaryFindings } from './doctor-canary.ts';
import { redisFindings } from './doctor-redis.ts';
import { approverFinding, auditorFinding, channelFinding, slackFindings } from './doctor-slack.ts';
import { tokenFindings } from './doctor-token.ts';
import { clockFinding, type Finding } from './finding.ts';

/** What all businesses share. */
export type Outside = { redis: Redis; client: SlackClient };

/** One business as the doctor sees it; `skew`: how far Meta's clock is, as far as it told. */
export type Seen = {
  desk: Desk;
  keeper: Pick<TokenKeeper, 'origin'>;
  archive: BusinessArchive | null;
  meta: { skew(): Ms | null };
};

type Settings = Pick<Config, 'slack' | 'roles'>;

/** Looks at everything that the bot needs, and says of each whether it holds and what to do when it doesn't. */
export async function examine(outside: Outside, branches: readonly Seen[], settings: Settings): Promise<Finding[]> {
  const { redis, client } = outside;
  const keys = branches.map(({ desk }) => keysOf(desk.business.id).number);
  const shared = [...(await redisFindings(redis, keys)), ...(await slackFindings(client, settings.slack))];
  const own = (await Promise.all(branches.map((branch) => branchFindings(client, branch, settings)))).flat();
  const skews = branches.flatMap(({ meta }) => meta.skew() ?? []);
  const clock = clockFinding('Meta', skews.length > 0 ? Math.max(...skews) : null);
  return [...shared, ...(clock ? [clock] : []), ...own];
}

async function branchFindings(client: SlackClient, seen: Seen, { roles }: Settings): Promise<Finding[]> {
  const { desk, keeper, archive } = seen;
  const { business, meta, directory, clock } = desk;
  const { opsChannel, auditChannel, approvers, auditors } = business.rules;
  const about = `business ${business.key}`;
  const findings = await tokenFindings({ meta, origin: keeper.origin(), now: clock.now() }, about);
  const others = [opsChannel, auditChannel].filter((channel) => channel !== undefined);
  for (const channel of new Set([...business.channels, ...others]))
    findings.push(await channelFinding(client, about, channel));
  for (const approver of approvers) findings.push(await approverFinding(directory, about, approver));
  for (const auditor of auditors) findings.push(...(await auditorFinding(directory, about, auditor)));
  if (business.canary) findings.push(...(await canaryFindings(meta, about, business.canary)));
  // The archive is written by workers, and on their disks.
  if (archive && roles.includes('worker')) findings.push(...(await archiveFindings(archive, about)));
  return findings;
}

/** The report as text: one line a finding, the bad ones marked. */
export const report = (findings: readonly Finding[]): string =>
  findings.map(({ ok, about, say }) => `${ok ? 'ok  ' : 'FAIL'}  ${about}: ${say}`).join('\n');

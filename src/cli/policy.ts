import { compactDuration } from '../access/duration.ts';
import type { Business } from '../access/policy-rules.ts';

/** `hallpass policy`: the rules as they hold after all defaults, for reading; no tokens. */
export function policyText(businesses: readonly Business[]): string {
  return businesses.map(one).join('\n\n');
}

function one({ key, id, channels, rules }: Business): string {
  const { durations } = rules;
  const levels = (['page', 'adaccount', 'group'] as const).flatMap((kind) =>
    Object.entries(rules.levels[kind]).map(([level, tasks]) => `  level ${kind} ${level}: ${tasks.join(', ')}`),
  );
  return [
    `${key} (business ${id})`,
    `  channels: ${channels.join(', ')}`,
    `  who runs Hallpass is told in: ${rules.opsChannel ?? channels[0]}`,
    `  approvers: ${rules.approvers.join(', ')}; never the requester`,
    `  auditors: ${rules.auditors.join(', ') || 'none'}`,
    `  duration: ${compactDuration(durations.default)} when nothing is said, ${compactDuration(durations.min)} to ${compactDuration(durations.max)}`,
    `  a pending request lapses after ${compactDuration(rules.lapse)}; reminder ${compactDuration(rules.remind)} before the end`,
    `  extensions: ${rules.extensions === 'free' ? 'at once, up to the maximum' : 'a lead approves again'}`,
    `  a grant that Meta does not take is taken back after ${compactDuration(rules.giveUp)}`,
    `  customers are asked for Pages that are not shared: ${rules.askCustomers === 'never' ? 'never' : `when a lead approves, at most ${rules.asksPerDay} a day`}`,
    `  customers' assets are left when their last grant has ended: ${{ ask: 'when a lead says so', always: 'always', never: 'never' }[rules.leaveClientAssets]}`,
    `  default level: ${rules.defaultLevel}`,
    ...levels,
  ].join('\n');
}

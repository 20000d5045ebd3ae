import { parseAssetKey } from '../access/asset.ts';
import { parseDuration } from '../access/duration.ts';
import { asGroupLevel, groupLevels } from '../access/group-tasks.ts';
import type { Business, Canary, Rules } from '../access/policy-rules.ts';
import { retentionOf } from './archive.ts';
import { defaults } from './defaults.ts';
import type { PolicyFile } from './schema.ts';

/** A business with the token that acts for it; only what calls Meta gets to see the token. */
export type BusinessWithToken = Business & { token: string };

type RuleFields = Omit<PolicyFile, 'businesses' | 'archive'>;

/** The businesses of the file with their rules filled in: from the business, else from the top of the file, else the default. */
export function businessesOf(file: PolicyFile): BusinessWithToken[] {
  const forAll = layer(defaults, file);
  const retention = retentionOf(file);
  return Object.entries(file.businesses).map(([key, own]) => ({
    key,
    id: own.id,
    ...(own.name ? { name: own.name } : {}),
    token: own.token,
    channels: own.channels,
    ...(own.canary ? { canary: canaryOf(own.canary) } : {}),
    rules: { ...layer(forAll, own), ...(retention ? { retention } : {}) },
  }));
}

function canaryOf({ asset, person, every }: NonNullable<PolicyFile['businesses'][string]['canary']>): Canary {
  const ref = parseAssetKey(asset);
  if (!ref) throw new Error(`${asset} is no asset`);
  return { asset: ref, person, every: span(every, 3_600_000) };
}

/** Levels of a group follow those of Pages and ad accounts, unless they are written. */
function groupLevelsOf(base: Rules['levels'], own: RuleFields['levels']): Rules['levels']['group'] {
  if (own?.group) {
    return Object.fromEntries(Object.entries(own.group).map(([name, tasks]) => [name, asGroupLevel(tasks)]));
  }
  if (!own?.page && !own?.adaccount) return base.group;
  return groupLevels({ page: own.page ?? base.page, adaccount: own.adaccount ?? base.adaccount });
}

const span = (text: string | undefined, otherwise: number): number =>
  text ? (parseDuration(text) ?? otherwise) : otherwise;

/** A list or a kind's levels are replaced as a whole; spans one by one. */
function layer(base: Rules, own: RuleFields): Rules {
  const opsChannel = own.ops_channel ?? base.opsChannel;
  const auditChannel = own.audit_channel ?? base.auditChannel;
  return {
    ...(opsChannel ? { opsChannel } : {}),
    ...(auditChannel ? { auditChannel } : {}),
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
    askCustomers: own.ask_customers ?? base.askCustomers,
    leaveClientAssets: own.leave_client_assets ?? base.leaveClientAssets,
    asksPerDay: own.asks_per_day ?? base.asksPerDay,
    defaultLevel: own.default_level ?? base.defaultLevel,
    levels: {
      page: own.levels?.page ?? base.levels.page,
      adaccount: own.levels?.adaccount ?? base.levels.adaccount,
      group: groupLevelsOf(base.levels, own.levels),
    },
  };
}

import type { Asset } from './state.ts';
import type { Switches } from './switches.ts';

const PROFILE_PLUS = 'PROFILE_PLUS_';

/** Meta's task names, in the order in which refusals list them. */
export const PAGE_TASKS: readonly string[] = [
  'ADVERTISE',
  'ANALYZE',
  'CASHIER_ROLE',
  'CREATE_CONTENT',
  'GLOBAL_STRUCTURE_MANAGEMENT',
  'MANAGE',
  'MANAGE_JOBS',
  'MANAGE_LEADS',
  'MESSAGING',
  'MODERATE',
  'MODERATE_COMMUNITY',
  'PAGES_MESSAGING',
  'PAGES_MESSAGING_SUBSCRIPTIONS',
  'PROFILE_PLUS_ADVERTISE',
  'PROFILE_PLUS_ANALYZE',
  'PROFILE_PLUS_CREATE_CONTENT',
  'PROFILE_PLUS_CREATIVE_MANAGEMENT',
  'PROFILE_PLUS_CREATOR_MANAGEMENT',
  'PROFILE_PLUS_FACEBOOK_ACCESS',
  'PROFILE_PLUS_FULL_CONTROL',
  'PROFILE_PLUS_GLOBAL_STRUCTURE_MANAGEMENT',
  'PROFILE_PLUS_MANAGE',
  'PROFILE_PLUS_MANAGE_LEADS',
  'PROFILE_PLUS_MESSAGING',
  'PROFILE_PLUS_MODERATE',
  'PROFILE_PLUS_MODERATE_DELEGATE_COMMUNITY',
  'PROFILE_PLUS_REVENUE',
  'READ_PAGE_MAILBOXES',
  'VIEW_MONETIZATION_INSIGHTS',
];
/** The ad accounts' own, shorter list. */
export const AD_ACCOUNT_TASKS: readonly string[] = ['AA_ANALYZE', 'ADVERTISE', 'ANALYZE', 'DRAFT', 'MANAGE'];

const PAGE_OFFER = [
  'MANAGE',
  'CREATE_CONTENT',
  'MODERATE',
  'MESSAGING',
  'ADVERTISE',
  'ANALYZE',
  'MANAGE_LEADS',
  'VIEW_MONETIZATION_INSIGHTS',
];
const AD_ACCOUNT_OFFER = ['MANAGE', 'ADVERTISE', 'ANALYZE', 'DRAFT'];
const PAGE_MANAGE = ['MANAGE', 'CREATE_CONTENT', 'MODERATE', 'MESSAGING', 'ADVERTISE', 'ANALYZE'];
const AD_ACCOUNT_MANAGE = ['MANAGE', 'ADVERTISE', 'ANALYZE'];

/** What an owner may give: everything the Business Settings page offers for that kind of asset. */
export function ownersTasks(asset: Asset): readonly string[] {
  return asset.kind === 'page' ? PAGE_OFFER : AD_ACCOUNT_OFFER;
}

function plain(task: string): string {
  const bare = task.startsWith(PROFILE_PLUS) ? task.slice(PROFILE_PLUS.length) : task;
  return bare === 'FULL_CONTROL' ? 'MANAGE' : bare;
}

/** Tells the first task above a customer's ceiling; a ceiling with full control covers everything. */
export function firstAbove(ceiling: readonly string[], tasks: readonly string[]): string | undefined {
  const allowed = new Set(ceiling.map(plain));
  return allowed.has('MANAGE') ? undefined : tasks.find((task) => !allowed.has(plain(task)));
}

function speaksProfilePlus(asset: Asset, switches: Switches): boolean {
  if (asset.kind !== 'page' || switches.profilePlus === 'off') return false;
  return switches.profilePlus === 'always' || asset.newPagesExperience;
}

/** One name is kept for the two spellings of a task, so that a spelling read back and written again changes nothing. */
export function kept(asset: Asset, tasks: readonly string[], switches: Switches): string[] {
  if (!speaksProfilePlus(asset, switches)) return [...new Set(tasks)];
  return [...new Set(tasks.map((task) => (PAGE_TASKS.includes(plain(task)) ? plain(task) : task)))];
}

/** The names as a reader gets them: MANAGE unpacked, and spelled the way this Page spells them. */
export function shown(asset: Asset, tasks: readonly string[], switches: Switches): string[] {
  let names = [...tasks];
  if (switches.expandTasks && names.some((task) => plain(task) === 'MANAGE')) {
    names = [...names, ...(asset.kind === 'page' ? PAGE_MANAGE : AD_ACCOUNT_MANAGE)];
  }
  if (speaksProfilePlus(asset, switches)) {
    names = names.map((task) => (PAGE_TASKS.includes(PROFILE_PLUS + task) ? PROFILE_PLUS + task : task));
  }
  return [...new Set(names)];
}

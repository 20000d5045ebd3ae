import { businessOf, mustHaveTwoFactor } from '../access.ts';
import { seenOn, seenOnGroup, setGroupTasks } from '../asset-group-changes.ts';
import type { Call } from '../call.ts';
import { fieldSet, nested, widened } from '../field-set.ts';
import { assetFields, permittedTasks } from '../fields/asset-fields.ts';
import { businessFields } from '../fields/business-fields.ts';
import { invalid } from '../graph-error.ts';
import { list, type ParamSpecs, text } from '../params.ts';
import { actionRoute, listRoute, nodeRoute, success } from '../route.ts';
import type { AssetGroup, AssetKind, Assignee, GroupTasks } from '../state.ts';
import type { Switches } from '../switches.ts';
import { AD_ACCOUNT_TASKS, firstAbove, PAGE_TASKS } from '../tasks.ts';
import { aboveCeiling, assignee, assigneeFields, refuseUnassigned } from './assigned-users.ts';

/** BusinessAssetGroup. */
export const assetGroupFields = fieldSet<AssetGroup>('BusinessAssetGroup', ['id', 'name'], {
  id: (group) => group.id,
  name: (group) => group.name,
  owner_business: (group) => nested(businessFields, group.business),
});

type Row = { id: string; group: AssetGroup; tasks: GroupTasks };

const named = (name: Switches['groupTaskNames'], side: keyof GroupTasks) => (row: Row, call: Call) =>
  call.engine.switches.groupTaskNames === name ? row.tasks[side] : undefined;
const heldGroupFields = widened(
  assetGroupFields,
  (row: Row) => row.group,
  {
    page_roles: named('roles', 'pages'),
    adaccount_roles: named('roles', 'accounts'),
    page_tasks: named('tasks', 'pages'),
    adaccount_tasks: named('tasks', 'accounts'),
  },
  ['id', 'name', 'page_roles', 'adaccount_roles', 'page_tasks', 'adaccount_tasks'],
);

const contained = (kind: AssetKind) => (group: AssetGroup) =>
  [...group.contained].filter((asset) => asset.kind === kind);

function ofSide({ engine }: Call, group: AssetGroup, kind: AssetKind, tasks: readonly string[]): readonly string[] {
  const how = engine.switches.groupEmptySide;
  if (how === 'taken' || tasks.length === 0 || contained(kind)(group).length > 0) return tasks;
  if (how === 'dropped') return [];
  throw invalid(`The group contains no ${kind}`);
}

function assign(group: AssetGroup, call: Call): unknown {
  const { engine, params } = call;
  const user = assignee(call, businessOf(call, text(params, 'business')));
  const pages = ofSide(call, group, 'page', list(params, 'page_tasks') ?? []);
  const accounts = ofSide(call, group, 'ad_account', list(params, 'adaccount_tasks') ?? []);
  if (pages.length + accounts.length === 0) throw invalid('The parameter page_tasks is required');
  if (engine.switches.twoFactorRequired && user.kind === 'business_user') mustHaveTwoFactor(call, user);
  for (const asset of group.contained) {
    if (asset.owner === group.business.id) continue;
    const wanted = asset.kind === 'page' ? pages : accounts;
    const above = firstAbove(permittedTasks(asset, group.business.id), wanted);
    if (above !== undefined) throw aboveCeiling(above, call);
  }
  const before = engine.switches.replaceTasks ? undefined : group.assigned.get(user.id);
  const both = (was: readonly string[] = [], now: readonly string[]) => [...new Set([...was, ...now])];
  const tasks = { pages: both(before?.pages, pages), accounts: both(before?.accounts, accounts) };
  setGroupTasks(engine, group, user, tasks, 'api');
  return success(call);
}

function unassign(group: AssetGroup, call: Call): unknown {
  const user = assignee(call, businessOf(call, text(call.params, 'business')));
  if (!group.assigned.has(user.id)) refuseUnassigned(call, user);
  setGroupTasks(call.engine, group, user, null, 'api');
  return success(call);
}

const holding = (on: 'business_user' | 'system_user') =>
  listRoute(on, 'assigned_business_asset_groups', {
    params: { contained_asset_id: { type: 'string' } },
    set: heldGroupFields,
    rows: (user: Assignee, call) => {
      const only = text(call.params, 'contained_asset_id');
      return [...user.business.groups.values()].flatMap((group): Row[] => {
        const tasks = seenOnGroup(call.engine, group, user.id);
        const inside = only === undefined || [...group.contained].some(({ id }) => id === only);
        return tasks && inside ? [{ id: group.id, group, tasks }] : [];
      });
    },
  });

const user = { type: 'id', required: true } as const;
const tasks = (values: readonly string[]) => ({ type: 'list', values }) as const;
const post = {
  user,
  business: { type: 'id' },
  page_tasks: tasks(PAGE_TASKS),
  adaccount_tasks: tasks(AD_ACCOUNT_TASKS),
  pixel_tasks: tasks(['AA_ANALYZE', 'ADVERTISE', 'ANALYZE', 'EDIT', 'UPLOAD']),
  offline_conversion_data_set_tasks: tasks(['AA_ANALYZE', 'ADVERTISE', 'MANAGE', 'UPLOAD', 'VIEW']),
} satisfies ParamSpecs;

/** Groups of assets: which there are, what is in them, who is assigned to them, and assigning. Nothing here makes one. */
export const assetGroupRoutes = [
  nodeRoute('asset_group', assetGroupFields),
  listRoute('business', 'business_asset_groups', {
    set: assetGroupFields,
    rows: (business) => [...business.groups.values()],
  }),
  listRoute('asset_group', 'contained_pages', { set: assetFields.page, rows: contained('page') }),
  listRoute('asset_group', 'contained_adaccounts', { set: assetFields.ad_account, rows: contained('ad_account') }),
  listRoute('asset_group', 'assigned_users', {
    params: { business: { type: 'id', required: true } },
    set: assigneeFields,
    rows: (group, call) => {
      businessOf(call, text(call.params, 'business'));
      return seenOn(call.engine, group).flatMap((id) => {
        const holder = call.engine.state.nodes.get(id);
        return holder?.kind === 'business_user' || holder?.kind === 'system_user' ? [holder] : [];
      });
    },
  }),
  actionRoute('POST', 'asset_group', 'assigned_users', { params: post, act: assign }),
  actionRoute('DELETE', 'asset_group', 'assigned_users', { params: { user, business: { type: 'id' } }, act: unassign }),
  ...(['business_user', 'system_user'] as const).map(holding),
];

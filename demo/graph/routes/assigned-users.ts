import { businessOf, foreign, mustHaveTwoFactor } from '../access.ts';
import { held, seenHolders, setTasks } from '../assignments.ts';
import type { Call } from '../call.ts';
import { fieldSet, nested, widened } from '../field-set.ts';
import { permittedShown, permittedTasks, tasksShown } from '../fields/asset-fields.ts';
import { businessFields } from '../fields/business-fields.ts';
import { GraphError, invalid, unsupported } from '../graph-error.ts';
import { list, type ParamSpecs, text } from '../params.ts';
import { actionRoute, listRoute, success } from '../route.ts';
import type { Asset, AssetKind, Assignee, Business } from '../state.ts';
import type { Switches } from '../switches.ts';
import { AD_ACCOUNT_TASKS, firstAbove, kept, PAGE_TASKS } from '../tasks.ts';

type Row = { id: string; asset: Asset; user: Assignee };

/** AssignedUser as the specs have it; on Pages and ad accounts the rows know tasks besides. */
export const assigneeFields = fieldSet<Assignee>('AssignedUser', ['id', 'name'], {
  id: (user) => user.id,
  name: (user) => user.name,
  user_type: (user) => (user.kind === 'system_user' ? 'SYSTEM_USER' : 'BUSINESS_USER'),
  business: (user) => nested(businessFields, user.business),
});
const assignedUserFields = widened(
  assigneeFields,
  (row: Row) => row.user,
  {
    tasks: ({ asset, user }, call) => (call.engine.switches.assignedTasks ? tasksShown(asset, user, call) : undefined),
    permitted_tasks: ({ asset, user }, call) => permittedShown(asset, user.business.id, call),
  },
  ['id', 'name', 'tasks'],
);

const writeBusiness = { type: 'id', required: (switches: Switches) => switches.requireBusinessOnWrite } as const;
const onWrite = (switches: Switches) => switches.requirePageTokenOnWrite;

/** Whom a call names; Meta knows only the business' own people and system users here. */
export function assignee(call: Call, business: Business): Assignee {
  const id = text(call.params, 'user') ?? '';
  const user = call.engine.state.nodes.get(id);
  if (user?.kind === 'business_user' || user?.kind === 'system_user') {
    if (user.business === business) return user;
    throw foreign(call, id);
  }
  if (call.engine.switches.wrongIdSubcode === '33') throw unsupported(call.method, id);
  throw new GraphError(100, '(#100) User is not business-scoped', { subcode: 1752100 });
}

/** The refusal of more than the customer permits. */
export function aboveCeiling(task: string, call: Call): GraphError {
  switch (call.engine.switches.ceilingError) {
    case '2620':
      return new GraphError(2620, '(#2620) Invalid call to update account permissions');
    case '200':
      return new GraphError(200, '(#200) Your business may not grant this task on this object');
    default:
      return invalid(`Task ${task} exceeds the tasks permitted on this object`);
  }
}

function assign(asset: Asset, call: Call): unknown {
  const { engine, params } = call;
  const business = businessOf(call, text(params, 'business'));
  const user = assignee(call, business);
  const tasks = list(params, 'tasks') ?? [];
  if (tasks.length === 0) throw invalid('The parameter tasks is required');
  if (engine.switches.twoFactorRequired && user.kind === 'business_user') mustHaveTwoFactor(call, user);
  const above = asset.owner === business.id ? undefined : firstAbove(permittedTasks(asset, business.id), tasks);
  if (above !== undefined) throw aboveCeiling(above, call);

  const wanted = engine.switches.replaceTasks ? tasks : [...held(asset, user), ...tasks];
  setTasks(engine, asset, user, kept(asset, wanted, engine.switches), 'api');
  return success(call);
}

/** What taking away says of somebody who holds nothing. */
export function refuseUnassigned({ engine, method }: Call, user: Assignee): void {
  if (engine.switches.deleteUnassigned === '100') throw invalid('The user is not assigned to this object');
  if (engine.switches.deleteUnassigned === '100/33') throw unsupported(method, user.id);
}

function unassign(asset: Asset, call: Call): unknown {
  const { engine, params } = call;
  const user = assignee(call, businessOf(call, text(params, 'business')));
  if (held(asset, user).length === 0) refuseUnassigned(call, user);
  setTasks(engine, asset, user, [], 'api');
  return success(call);
}

function family(kind: AssetKind, tasks: readonly string[]) {
  const user = { type: 'id', required: true } as const;
  const post = { user, tasks: { type: 'list', values: tasks }, business: writeBusiness } satisfies ParamSpecs;
  return [
    listRoute(kind, 'assigned_users', {
      params: { business: { type: 'id', required: true } },
      set: assignedUserFields,
      rows: (asset, call) => {
        const business = businessOf(call, text(call.params, 'business'));
        return seenHolders(call.engine, asset, business.id).map((holder) => ({ id: holder.id, asset, user: holder }));
      },
    }),
    actionRoute('POST', kind, 'assigned_users', { params: post, pageToken: onWrite, act: assign }),
    actionRoute('DELETE', kind, 'assigned_users', {
      params: { user, business: writeBusiness },
      pageToken: onWrite,
      act: unassign,
    }),
  ];
}

/** Who holds what on an asset: the edge that grants and revokes. */
export const assignedUsersRoutes = [...family('page', PAGE_TASKS), ...family('ad_account', AD_ACCOUNT_TASKS)];

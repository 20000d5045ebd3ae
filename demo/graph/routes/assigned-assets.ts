import { seenAssets } from '../assignments.ts';
import { type FieldSet, widened } from '../field-set.ts';
import { assetFields, permittedShown, tasksShown } from '../fields/asset-fields.ts';
import { list, type ParamSpecs } from '../params.ts';
import { listRoute } from '../route.ts';
import type { Asset, AssetKind, Assignee } from '../state.ts';

type Row = { id: string; asset: Asset; user: Assignee };

function heldFields(kind: AssetKind): FieldSet<Row> {
  return widened(
    assetFields[kind],
    (row: Row) => row.asset,
    {
      tasks: ({ asset, user }, call) => tasksShown(asset, user, call),
      permitted_tasks: ({ asset, user }, call) => permittedShown(asset, user.business.id, call),
    },
    [...assetFields[kind].defaults, 'tasks'],
  );
}

function family(on: 'business_user' | 'system_user', edge: string, kind: AssetKind, params: ParamSpecs) {
  return listRoute(on, edge, {
    params,
    set: heldFields(kind),
    rows: (user, call) => {
      const only = list(call.params, 'pages');
      return seenAssets(call.engine, user, kind)
        .filter((asset) => only === undefined || only.includes(asset.id))
        .map((asset): Row => ({ id: asset.id, asset, user }));
    },
  });
}

/** What a person or a system user holds; read only, grants are written on the asset. */
export const assignedAssetsRoutes = (['business_user', 'system_user'] as const).flatMap((on) => [
  family(on, 'assigned_pages', 'page', { pages: { type: 'list' } }),
  family(on, 'assigned_ad_accounts', 'ad_account', {}),
]);

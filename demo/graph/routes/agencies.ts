import type { Call } from '../call.ts';
import { graphTime } from '../engine.ts';
import { widened } from '../field-set.ts';
import { permittedShown } from '../fields/asset-fields.ts';
import { businessFields } from '../fields/business-fields.ts';
import { listRoute } from '../route.ts';
import type { Asset, Business } from '../state.ts';

type Row = { id: string; asset: Asset; business: Business };

const agencyFields = widened(
  businessFields,
  (row: Row) => row.business,
  {
    access_status: ({ asset, business }) => (asset.shares.has(business.id) ? 'CONFIRMED' : 'PENDING'),
    access_requested_time: (row) => graphTime(sinceWhen(row)),
    access_updated_time: (row) => graphTime(sinceWhen(row)),
    permitted_tasks: ({ asset, business }, call) => permittedShown(asset, business.id, call),
  },
  ['id', 'name', 'access_status', 'access_requested_time', 'access_updated_time', 'permitted_tasks'],
);

function sinceWhen({ asset, business }: Row): number {
  return asset.shares.get(business.id)?.at ?? asset.requests.get(business.id)?.at ?? 0;
}

/** The owner sees every agency; an agency sees itself. */
function rows(asset: Asset, call: Call): Row[] {
  const ids = [...asset.shares.keys(), ...asset.requests.keys()];
  const own = call.token.business?.id;
  return ids
    .filter((id) => asset.owner === own || id === own)
    .flatMap((id) => call.engine.state.businesses.get(id) ?? [])
    .map((business) => ({ id: business.id, asset, business }));
}

/** Which businesses an asset was shared with, and up to which tasks. */
export const agenciesRoutes = [
  listRoute('page', 'agencies', {
    set: agencyFields,
    rows,
    pageToken: (switches) => switches.requirePageTokenOnAgencies,
  }),
  listRoute('ad_account', 'agencies', { set: agencyFields, rows }),
];

import { ownership } from '../access.ts';
import { askFor, giveTo, takeFrom } from '../asset-changes.ts';
import type { Call } from '../call.ts';
import { fieldSet, nested, widened } from '../field-set.ts';
import { adAccountFields, pageFields, permittedShown } from '../fields/asset-fields.ts';
import { invalid, noSuchField, unsupported } from '../graph-error.ts';
import { list, text } from '../params.ts';
import { actionRoute, listRoute, success } from '../route.ts';
import type { Asset, AssetKind, Business } from '../state.ts';
import { PAGE_TASKS } from '../tasks.ts';

type Row = { id: string; asset: Asset; business: Business };

const clientPageFields = widened(pageFields, (row: Row) => row.asset, {
  permitted_tasks: ({ asset, business }, call) => {
    if (!call.engine.switches.clientPagesPermittedTasks) throw noSuchField('permitted_tasks', 'Page');
    return permittedShown(asset, business.id, call);
  },
});
const clientAdAccountFields = widened(adAccountFields, (row: Row) => row.asset, {
  permitted_tasks: ({ asset, business }, call) => permittedShown(asset, business.id, call),
});
const pageRequestFields = fieldSet<Row>('BusinessPageRequest', ['id', 'page'], {
  id: (row) => row.id,
  page: ({ asset }) => nested(pageFields, asset),
});
const adAccountRequestFields = fieldSet<Row>('BusinessAdAccountRequest', ['id', 'ad_account'], {
  id: (row) => row.id,
  ad_account: ({ asset }) => nested(adAccountFields, asset),
  permitted_tasks: ({ asset, business }, call) => permittedShown(asset, business.id, call),
});

const ofKind = (assets: Set<Asset>, kind: AssetKind) => [...assets].filter((asset) => asset.kind === kind);
const client = (kind: AssetKind) => (business: Business) =>
  ofKind(business.client, kind).map((asset): Row => ({ id: asset.id, asset, business }));
const pending = (kind: AssetKind) => (business: Business) =>
  ofKind(business.pending, kind).map(
    (asset): Row => ({ id: asset.requests.get(business.id)?.id ?? '', asset, business }),
  );

function searched<R extends { id: string }>(rows: R[], name: (row: R) => string, call: Call): R[] {
  const query = text(call.params, 'search_query')?.toLowerCase();
  if (query === undefined) return rows;
  return rows.filter((row) => row.id.includes(query) || name(row).toLowerCase().includes(query));
}

function requestPage(business: Business, call: Call): unknown {
  const { engine, params } = call;
  const id = text(params, 'page_id') ?? '';
  const page = engine.state.assets.get(id);
  if (page?.kind !== 'page') throw unsupported(call.method, id);

  if (page.owner === business.id || page.shares.has(business.id)) return { access_status: 'CONFIRMED' };
  const tasks = list(params, 'permitted_tasks') ?? [];
  if (engine.switches.pageRequestStatus === 'CONFIRMED') giveTo(engine, page, business, tasks);
  else askFor(engine, page, business, tasks);
  return { access_status: engine.switches.pageRequestStatus };
}

/** Takes an asset out of the business; whether an owned Page may go so is not known, an owned ad account may not. */
function leave(business: Business, call: Call, id: string): unknown {
  const asset = call.engine.state.assets.get(id);
  if (asset === undefined || ownership(asset, business.id) === 'none') throw unsupported(call.method, id);
  if (asset.owner === business.id) {
    if (asset.kind === 'ad_account') throw invalid('An ad account that the business owns cannot be removed');
    asset.owner = undefined;
    business.owned.delete(asset);
  }
  takeFrom(call.engine, asset, business);
  return success(call);
}

/** What a business owns, was given, and asked for; and asking. */
export const businessAssetsRoutes = [
  listRoute('business', 'owned_pages', { set: pageFields, rows: (business) => ofKind(business.owned, 'page') }),
  listRoute('business', 'owned_ad_accounts', {
    set: adAccountFields,
    params: { search_query: { type: 'string' }, include_shared_ad_accounts: { type: 'bool' } },
    rows: (business, call) => {
      const shared = ['true', '1'].includes(text(call.params, 'include_shared_ad_accounts') ?? '');
      const owned = ofKind(business.owned, 'ad_account');
      const all = shared ? [...owned, ...ofKind(business.client, 'ad_account')] : owned;
      return searched(all, (asset) => asset.name, call);
    },
  }),
  listRoute('business', 'client_pages', { set: clientPageFields, rows: client('page') }),
  listRoute('business', 'client_ad_accounts', {
    set: clientAdAccountFields,
    params: { search_query: { type: 'string' } },
    rows: (business, call) => searched(client('ad_account')(business), (row) => row.asset.name, call),
  }),
  listRoute('business', 'pending_client_pages', { set: pageRequestFields, rows: pending('page') }),
  listRoute('business', 'pending_client_ad_accounts', { set: adAccountRequestFields, rows: pending('ad_account') }),
  actionRoute('DELETE', 'business', 'pages', {
    params: { page_id: { type: 'id', required: true } },
    act: (business, call) => leave(business, call, text(call.params, 'page_id') ?? ''),
  }),
  actionRoute('DELETE', 'business', 'ad_accounts', {
    params: { adaccount_id: { type: 'string', required: true } },
    act: (business, call) => leave(business, call, text(call.params, 'adaccount_id') ?? ''),
  }),
  actionRoute('POST', 'business', 'client_pages', {
    params: { page_id: { type: 'id', required: true }, permitted_tasks: { type: 'list', values: PAGE_TASKS } },
    act: requestPage,
  }),
];

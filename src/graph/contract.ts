import { z } from 'zod';

/** A node's id in a path or a parameter, as text because it may exceed 2^53. */
export const NodeId = z.string().regex(/^(act_)?[1-9]\d{0,29}$/);
/** Not the enums: what Meta shows and Hallpass gives back may be newer than they are. */
const Tasks = z.array(z.string().min(1)).min(1);

/** What any list takes. */
const listing = { limit: z.int().min(1).max(500).optional(), after: z.string().min(1).optional() };
const List = z.strictObject(listing);
const AssignedList = z.strictObject({ business: NodeId, ...listing });
const Assign = z.strictObject({ user: NodeId, tasks: Tasks, business: NodeId });
/** A side that is left out is not given; Meta's guide sends the business, its specs don't name it. */
const AssignGroup = z.strictObject({
  user: NodeId,
  page_tasks: Tasks.optional(),
  adaccount_tasks: Tasks.optional(),
  business: NodeId,
});
const Unassign = z.strictObject({ user: NodeId, business: NodeId });

export type Method = 'GET' | 'POST' | 'DELETE';

/** One call that Hallpass makes. `endpoint` null is the node itself; `unlisted` names what Meta's specs don't list though it is sent knowingly. */
export type Edge<P extends z.ZodObject = z.ZodObject> = {
  /** `root`: a path of its own, which Meta's guides describe and its specs don't. */
  node: 'root' | 'Page' | 'AdAccount' | 'Business' | 'BusinessUser' | 'SystemUser' | 'BusinessAssetGroup';
  method: Method;
  endpoint: string | null;
  params: P;
  /** The type whose fields are asked for, when it isn't the node's own. */
  row?: string;
  fields?: readonly string[];
  unlisted?: readonly string[];
};

const edge = <P extends z.ZodObject>(declared: Edge<P>): Edge<P> => declared;

const holders = { row: 'AssignedUser', fields: ['id', 'name', 'user_type', 'tasks'] } as const;
const assigned = { method: 'GET', endpoint: 'assigned_users', params: AssignedList, ...holders } as const;
const ceilings = { ...assigned, fields: ['id', 'permitted_tasks'] } as const;
const assign = { method: 'POST', endpoint: 'assigned_users', params: Assign } as const;
const unassign = {
  method: 'DELETE',
  endpoint: 'assigned_users',
  params: Unassign,
  unlisted: ['business'],
} as const;
const node = { method: 'GET', endpoint: null, params: z.strictObject({}), fields: ['id', 'name'] } as const;
const held = (row: string) => ({ params: List, row, fields: ['id', 'name'] });
const groupsOf = {
  method: 'GET',
  endpoint: 'assigned_business_asset_groups',
  params: z.strictObject({ contained_asset_id: NodeId.optional(), ...listing }),
  row: 'BusinessAssetGroup',
} as const;
const list = (endpoint: string, row: string, fields: readonly string[], unlisted: readonly string[] = []) =>
  edge({ node: 'Business', method: 'GET', endpoint, params: List, row, fields, unlisted });

/** Every edge, method, parameter and field in use, declared once; a test compares it with Meta's published specs. */
export const edges = {
  page: {
    node: edge({ node: 'Page', ...node }),
    token: edge({ node: 'Page', ...node, fields: ['id', 'access_token'] }),
    assigned: edge({ node: 'Page', ...assigned }),
    ceilings: edge({ node: 'Page', ...ceilings }),
    assign: edge({ node: 'Page', ...assign }),
    unassign: edge({ node: 'Page', ...unassign }),
  },
  adaccount: {
    node: edge({ node: 'AdAccount', ...node }),
    assigned: edge({ node: 'AdAccount', ...assigned }),
    ceilings: edge({ node: 'AdAccount', ...ceilings }),
    assign: edge({ node: 'AdAccount', ...assign }),
    unassign: edge({ node: 'AdAccount', ...unassign }),
  },
  group: {
    assign: edge({ node: 'BusinessAssetGroup', ...assign, params: AssignGroup, unlisted: ['business'] }),
    unassign: edge({ node: 'BusinessAssetGroup', ...unassign }),
    assigned: edge({ node: 'BusinessAssetGroup', ...assigned, fields: ['id', 'name', 'user_type'] }),
    pages: edge({
      node: 'BusinessAssetGroup',
      method: 'GET',
      endpoint: 'contained_pages',
      params: List,
      row: 'Page',
      fields: ['id', 'name'],
    }),
    adaccounts: edge({
      node: 'BusinessAssetGroup',
      method: 'GET',
      endpoint: 'contained_adaccounts',
      params: List,
      row: 'AdAccount',
      fields: ['id', 'name'],
    }),
  },
  business: edge({ node: 'Business', ...node }),
  twoFactor: edge({ node: 'Business', ...node, fields: ['id', 'two_factor_type'] }),
  assetGroups: list('business_asset_groups', 'BusinessAssetGroup', ['id', 'name']),
  ownedPages: list('owned_pages', 'Page', ['id', 'name']),
  clientPages: list('client_pages', 'Page', ['id', 'name', 'permitted_tasks'], ['permitted_tasks']),
  clientPagesBare: list('client_pages', 'Page', ['id', 'name']),
  pendingClientPages: list('pending_client_pages', 'BusinessPageRequest', ['id', 'page{id,name}']),
  askForPage: edge({
    node: 'Business',
    method: 'POST',
    endpoint: 'client_pages',
    params: z.strictObject({ page_id: NodeId, permitted_tasks: Tasks }),
  }),
  leavePage: edge({
    node: 'Business',
    method: 'DELETE',
    endpoint: 'pages',
    params: z.strictObject({ page_id: NodeId }),
  }),
  leaveAdAccount: edge({
    node: 'Business',
    method: 'DELETE',
    endpoint: 'ad_accounts',
    params: z.strictObject({ adaccount_id: NodeId }),
  }),
  ownedAdAccounts: list('owned_ad_accounts', 'AdAccount', ['id', 'name']),
  clientAdAccounts: list('client_ad_accounts', 'AdAccount', ['id', 'name', 'permitted_tasks']),
  pendingClientAdAccounts: list('pending_client_ad_accounts', 'BusinessAdAccountRequest', [
    'id',
    'ad_account{id,name}',
  ]),
  systemUsers: list('system_users', 'SystemUser', ['id', 'name']),
  businessUsers: list('business_users', 'BusinessUser', [
    'id',
    'name',
    'email',
    'pending_email',
    'role',
    'two_fac_status',
  ]),
  /** Asks for no fields: Meta's guide and its specs name the tasks on these rows differently, and both come unasked. */
  personsGroups: edge({ node: 'BusinessUser', ...groupsOf }),
  personsPages: edge({ node: 'BusinessUser', method: 'GET', endpoint: 'assigned_pages', ...held('Page') }),
  personsAdAccounts: edge({
    node: 'BusinessUser',
    method: 'GET',
    endpoint: 'assigned_ad_accounts',
    ...held('AdAccount'),
  }),
  robotsGroups: edge({ node: 'SystemUser', ...groupsOf }),
  pendingUsers: edge({
    node: 'Business',
    method: 'GET',
    endpoint: 'pending_users',
    params: z.strictObject({ email: z.string().min(1), ...listing }),
    row: 'BusinessRoleRequest',
    fields: ['id', 'email', 'status', 'invite_link', 'created_time', 'expiration_time'],
  }),
  debugToken: edge({
    node: 'root',
    method: 'GET',
    endpoint: 'debug_token',
    params: z.strictObject({ input_token: z.string().min(1) }),
  }),
  exchangeToken: edge({
    node: 'root',
    method: 'GET',
    endpoint: 'oauth/access_token',
    params: z.strictObject({
      grant_type: z.literal('fb_exchange_token'),
      client_id: z.string().min(1),
      client_secret: z.string().min(1),
      fb_exchange_token: z.string().min(1),
      set_token_expires_in_60_days: z.literal(true),
    }),
  }),
};

/** Turns a declared edge into a call, refusing whatever was not declared. */
export function request<P extends z.ZodObject>(edge: Edge<P>, id: string, params: z.input<P>) {
  if (edge.node === 'root')
    return { method: edge.method, path: edge.endpoint ?? '', params: edge.params.parse(params) };
  const path = edge.endpoint === null ? NodeId.parse(id) : `${NodeId.parse(id)}/${edge.endpoint}`;
  const fields = edge.fields ? { fields: edge.fields.join(',') } : {};
  return { method: edge.method, path, params: { ...edge.params.parse(params), ...fields } };
}

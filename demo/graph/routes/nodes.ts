import { adAccountFields, pageFields } from '../fields/asset-fields.ts';
import { businessFields } from '../fields/business-fields.ts';
import { facebookUserFields, pendingUserFields, personFields, systemUserFields } from '../fields/people-fields.ts';
import { nodeRoute } from '../route.ts';

/** Every node that can be read by its id; `/me` is one of them by another name. */
export const nodeRoutes = [
  nodeRoute('page', pageFields),
  nodeRoute('ad_account', adAccountFields),
  nodeRoute('business', businessFields),
  nodeRoute('business_user', personFields),
  nodeRoute('system_user', systemUserFields),
  nodeRoute('role_request', pendingUserFields),
  nodeRoute('user', facebookUserFields),
];

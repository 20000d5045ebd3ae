import { ownership } from '../access.ts';
import { held, seen } from '../assignments.ts';
import type { Call } from '../call.ts';
import { fieldSet, nested } from '../field-set.ts';
import type { Asset, Assignee } from '../state.ts';
import { ownersTasks, shown } from '../tasks.ts';
import { pageTokenFor } from '../tokens.ts';
import { businessFields } from './business-fields.ts';

/** What a business may pass on: everything on what it owns, the customer's ceiling on what it was given. */
export function permittedTasks(asset: Asset, businessId: string): readonly string[] {
  if (ownership(asset, businessId) === 'owned') return ownersTasks(asset);
  return asset.shares.get(businessId)?.tasks ?? asset.requests.get(businessId)?.tasks ?? [];
}

/** The ceiling, spelled the way reads spell it. */
export function permittedShown(asset: Asset, businessId: string, call: Call): string[] {
  return shown(asset, permittedTasks(asset, businessId), call.engine.switches);
}

/** What a read says a person holds, with whatever Meta puts there by itself. */
export function tasksShown(asset: Asset, user: Assignee, call: Call): string[] {
  const { switches } = call.engine;
  const tasks = shown(asset, seen(call.engine, asset, user), switches);
  return switches.unknownExtraTask === null ? tasks : [...tasks, switches.unknownExtraTask];
}

function owner(asset: Asset, call: Call) {
  return nested(businessFields, call.engine.state.businesses.get(asset.owner ?? ''));
}

const leadAccess = {
  can_access_lead: true,
  user_has_leads_permission: true,
  app_has_leads_permission: true,
};

/** Page, without the fields that exist only on edges (`tasks`, `permitted_tasks`). */
export const pageFields = fieldSet<Asset>(
  'Page',
  ['id', 'name'],
  {
    id: (page) => page.id,
    name: (page) => page.name,
    access_token: (page, call) => pageTokenFor(call.engine, call.token, page),
    business: owner,
    owner_business: owner,
    category: () => 'Local business',
    has_lead_access: () => leadAccess,
    has_transitioned_to_new_page_experience: (page) => page.newPagesExperience,
    is_owned: (page, call) => page.owner !== undefined && page.owner === call.token.business?.id,
    is_published: () => true,
    is_unclaimed: () => false,
    link: (page) => `https://www.facebook.com/${page.id}`,
    verification_status: () => 'not_verified',
  },
  `app_id best_page category_list connected_instagram_account global_brand_page_name global_brand_root_id has_added_app
   instagram_business_account is_chain is_permanently_closed is_verified is_webhooks_subscribed
   name_with_location_descriptor page_token parent_page single_line_address store_number user_access_expire_time username
   website`.split(/\s+/),
);

/** AdAccount. */
export const adAccountFields = fieldSet<Asset>(
  'AdAccount',
  ['id', 'account_id'],
  {
    id: (account) => account.id,
    account_id: (account) => account.id.slice('act_'.length),
    name: (account) => account.name,
    account_status: () => 1,
    business: owner,
    currency: () => 'EUR',
    disable_reason: () => 0,
    owner: (account) => account.owner,
    owner_business: owner,
    timezone_name: () => 'Europe/Berlin',
    user_tasks: (account, call) => {
      const { user } = call.token;
      return user === undefined ? [] : shown(account, held(account, user), call.engine.switches);
    },
  },
  `age agency_client_declaration business_country_code business_name capabilities created_time end_advertiser
   end_advertiser_name has_migrated_permissions has_page_authorized_adaccount is_personal is_prepay_account media_agency
   partner timezone_id timezone_offset_hours_utc tos_accepted user_access_expire_time user_tos_accepted
   viewable_business`.split(/\s+/),
);

/** The fields of either kind. */
export const assetFields = { page: pageFields, ad_account: adAccountFields } as const;

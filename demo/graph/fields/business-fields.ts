import { graphTime } from '../engine.ts';
import { fieldSet } from '../field-set.ts';
import type { Business } from '../state.ts';

/** Business. */
export const businessFields = fieldSet<Business>(
  'Business',
  ['id', 'name'],
  {
    id: (business) => business.id,
    name: (business) => business.name,
    created_time: (business) => graphTime(business.createdAt),
    is_hidden: () => false,
    link: (business) => `https://business.facebook.com/settings?business_id=${business.id}`,
    timezone_id: () => 0,
    two_factor_type: (_, call) => (call.engine.switches.twoFactorRequired ? 'all_required' : 'none'),
    updated_time: (business) => graphTime(business.createdAt),
    verification_status: () => 'verified',
    vertical: () => 'ADVERTISING',
  },
  `block_offline_analytics collaborative_ads_managed_partner_business_info collaborative_ads_managed_partner_eligibility
   collaborative_ads_partner_premium_options created_by extended_updated_time marketing_messages_onboarding_status
   payment_account_id primary_page profile_picture_uri updated_by user_access_expire_time vertical_id
   whatsapp_business_manager_messaging_limit`.split(/\s+/),
);

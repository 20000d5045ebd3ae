/** Buttons and menus. A button's value is the grant id; `askCustomer` may carry terms behind it (ask-button.ts). */
export const actions = {
  approve: 'hallpass_approve',
  askCustomer: 'hallpass_ask_customer',
  deny: 'hallpass_deny',
  change: 'hallpass_change',
  extend: 'hallpass_extend',
  release: 'hallpass_release',
  revoke: 'hallpass_revoke',
  leave: 'hallpass_leave',
  approveExtension: 'hallpass_approve_extension',
  denyExtension: 'hallpass_deny_extension',
  foundStanding: 'hallpass_found_standing',
  foundRemove: 'hallpass_found_remove',
  foundAll: 'hallpass_found_all',
  foundGoOn: 'hallpass_found_go_on',
  foundUndo: 'hallpass_found_undo',
  asset: 'hallpass_asset',
} as const;

/** Forms, by callback id. */
export const forms = {
  request: 'hallpass_request',
  deny: 'hallpass_deny_reason',
  change: 'hallpass_change_terms',
  extend: 'hallpass_extend_terms',
  revoke: 'hallpass_revoke_reason',
} as const;

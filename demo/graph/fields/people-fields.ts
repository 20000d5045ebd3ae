import { graphTime } from '../engine.ts';
import { fieldSet, nested } from '../field-set.ts';
import type { FacebookUser, PendingUser, Person, SystemUser } from '../state.ts';
import { businessFields } from './business-fields.ts';

const first = (name: string) => name.split(' ')[0];
const last = (name: string) => name.split(' ').slice(1).join(' ');

/** BusinessUser: a person as one business knows them. */
export const personFields = fieldSet<Person>(
  'BusinessUser',
  ['id', 'name', 'business', 'role'],
  {
    id: (person) => person.id,
    name: (person) => person.name,
    business: (person) => nested(businessFields, person.business),
    email: (person, call) => (call.engine.switches.hideEmails ? undefined : person.email),
    first_name: (person) => first(person.name),
    last_name: (person) => last(person.name),
    marked_for_removal: () => false,
    role: (person, call) => (call.engine.switches.hideRoles ? undefined : person.role),
    tasks: (person) => [person.role],
    two_fac_status: (person) => (person.twoFactor ? 'enabled' : 'disabled'),
  },
  ['business_role_request', 'finance_permission', 'ip_permission', 'pending_email', 'title'],
);

/** SystemUser; `client_business_id` is what `/me` may ask for. */
export const systemUserFields = fieldSet<SystemUser>(
  'SystemUser',
  ['id', 'name'],
  {
    id: (user) => user.id,
    name: (user) => user.name,
    client_business_id: (user) => user.business.id,
    created_time: (user) => graphTime(user.createdAt),
    role: (user) => user.role,
  },
  ['created_by', 'finance_permission', 'ip_permission'],
);

/** User: the human, whose id is good for logging in and for nothing in a business. */
export const facebookUserFields = fieldSet<FacebookUser>(
  'User',
  ['id', 'name'],
  {
    id: (user) => user.id,
    name: (user) => user.name,
    email: (user) => user.email,
    first_name: (user) => first(user.name),
    last_name: (user) => last(user.name),
    short_name: (user) => first(user.name),
  },
  `client_business_id install_type installed is_guest_user is_work_account locale middle_name name_format
   shared_login_upgrade_required_by third_party_id token_for_business updated_time verified`.split(/\s+/),
);

/** BusinessRoleRequest: an invite that was not accepted yet. */
export const pendingUserFields = fieldSet<PendingUser>(
  'BusinessRoleRequest',
  ['id', 'email', 'role', 'status'],
  {
    id: (pending) => pending.id,
    email: (pending) => pending.email,
    role: (pending) => pending.role,
    tasks: (pending) => pending.tasks,
    status: (pending, call) => (pending.expiresAt <= call.engine.clock.now() ? 'EXPIRED' : 'PENDING'),
    owner: (pending) => nested(businessFields, pending.business),
    invite_link: (pending) => pending.inviteLink,
    invited_user_type: () => ['FB'],
    created_time: (pending) => graphTime(pending.invitedAt),
    updated_time: (pending) => graphTime(pending.invitedAt),
    expiration_time: (pending) => graphTime(pending.expiresAt),
    expiry_time: (pending) => graphTime(pending.expiresAt),
  },
  ['created_by', 'updated_by', 'finance_role', 'ip_role'],
);

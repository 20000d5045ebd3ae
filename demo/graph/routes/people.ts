import type { Call } from '../call.ts';
import { pendingUserFields, personFields, systemUserFields } from '../fields/people-fields.ts';
import { GraphError, invalid } from '../graph-error.ts';
import { list, text } from '../params.ts';
import { cancelInvite, invite, removeFromBusiness } from '../people-changes.ts';
import { actionRoute, listRoute, success } from '../route.ts';
import type { Business, FacebookUser, Person } from '../state.ts';

/** The roles a person can have in a business, and be invited with. */
export const ROLES: readonly string[] = [
  'ADMIN',
  'ADS_RIGHTS_REVIEWER',
  'DEFAULT',
  'DEVELOPER',
  'EMPLOYEE',
  'FINANCE_ANALYST',
  'FINANCE_EDIT',
  'FINANCE_EDITOR',
  'FINANCE_VIEW',
  'MANAGE',
  'PARTNER_CENTER_ADMIN',
  'PARTNER_CENTER_ANALYST',
  'PARTNER_CENTER_EDUCATION',
  'PARTNER_CENTER_MARKETING',
  'PARTNER_CENTER_OPERATIONS',
];
const DAY_MS = 86_400_000;

function sendInvite(business: Business, call: Call): unknown {
  const { engine, params } = call;
  const email = text(params, 'email') ?? '';
  if (!/^[^@\s]+@[^@\s]+$/.test(email)) throw invalid('Param email must be a valid email address');
  if ([...business.people.values()].some((person) => person.email.toLowerCase() === email.toLowerCase())) {
    throw invalid('This person is already part of the business');
  }

  const now = engine.clock.now();
  business.invitesSentAt = business.invitesSentAt.filter((at) => now - at < DAY_MS);
  const { inviteQuota } = engine.switches;
  if (inviteQuota !== null && business.invitesSentAt.length >= inviteQuota) {
    throw new GraphError(17, '(#17) User request limit reached', { transient: false });
  }
  business.invitesSentAt.push(now);
  const role = text(params, 'role') ?? 'EMPLOYEE';
  // Asking twice invites twice: Meta knows no idempotency key.
  return { id: invite(engine, business, { email, role, tasks: list(params, 'tasks') ?? [role] }).id };
}

function remove(person: Person, call: Call): unknown {
  const admins = [...person.business.people.values()].filter(({ role }) => role === 'ADMIN');
  if (person.role === 'ADMIN' && admins.length === 1) {
    throw new GraphError(3914, '(#3914) You cannot remove the last admin of the business');
  }
  removeFromBusiness(call.engine, person, 'api');
  return success(call);
}

/** Who is in a business, who was invited, and letting people in and out. */
export const peopleRoutes = [
  listRoute('business', 'business_users', {
    set: personFields,
    rows: (business) => [...business.people.values()],
  }),
  actionRoute('POST', 'business', 'business_users', {
    params: {
      email: { type: 'string', required: true },
      role: { type: 'string', values: ROLES },
      invited_user_type: { type: 'list', values: ['FB', 'MWA'] },
      tasks: { type: 'list', values: ROLES },
    },
    act: sendInvite,
  }),
  listRoute('business', 'pending_users', {
    set: pendingUserFields,
    params: { email: { type: 'string' } },
    rows: (business, call) => {
      const email = text(call.params, 'email')?.toLowerCase();
      return [...business.invited.values()].filter((row) => email === undefined || row.email.toLowerCase() === email);
    },
  }),
  actionRoute('DELETE', 'role_request', '', {
    act: (pending, call) => {
      cancelInvite(call.engine, pending);
      return success(call);
    },
  }),
  actionRoute('DELETE', 'business_user', '', { act: remove }),
  listRoute('business', 'system_users', {
    set: systemUserFields,
    rows: (business) => [...business.systemUsers.values()],
  }),
  listRoute('user', 'business_users', { set: personFields, rows: (user: FacebookUser) => [...user.people] }),
];

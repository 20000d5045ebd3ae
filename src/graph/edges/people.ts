import type { Ms } from '../../access/grant.ts';
import { MetaError, type PersonLookup } from '../../access/ports/meta.ts';
import type { Graph } from '../client.ts';
import { edges } from '../contract.ts';
import * as words from '../error-words.ts';
import { BusinessUser, RoleRequest } from '../schemas.ts';
import { listRows } from './list-rows.ts';

const folded = (email: string | null | undefined): string => (email ?? '').trim().toLowerCase();

/** Everybody who is in the business. */
export const listPeople = (graph: Graph, business: string): Promise<BusinessUser[]> =>
  listRows(graph, { edge: edges.businessUsers, id: business, row: BusinessUser });

/** Finds one person by e-mail. An address that waits for its confirmation says nothing of whose it is: anybody can write anybody's. */
export function findPerson(people: readonly BusinessUser[], email: string): PersonLookup {
  const wanted = folded(email);
  if (wanted === '') return { kind: 'absent' };
  const matches = people.filter((person) => folded(person.email) === wanted);
  const [match] = matches;
  if (!match) {
    if (people.some((person) => folded(person.pending_email) === wanted)) return { kind: 'unconfirmed' };
    const hidden = people.filter((person) => !person.email).length;
    return { kind: 'absent', ...(hidden > 0 ? { hidden } : {}) };
  }
  if (matches.length > 1) return { kind: 'ambiguous', count: matches.length };
  return {
    kind: 'member',
    id: match.id,
    name: match.name ?? email,
    ...(isAdmin(match) ? { admin: true } : {}),
    ...(hasNoTwoFactor(match) ? { twoFactor: false } : {}),
  };
}

/** An admin of the business may do everything on each of its assets, assigned or not. */
export const isAdmin = ({ role }: BusinessUser): boolean => role === 'ADMIN';

/** Only what Meta says in so many words: how it names the other standings is not published. */
const hasNoTwoFactor = ({ two_fac_status: status }: BusinessUser): boolean =>
  /^(?:disabled|off|unset|not_enabled|none)$/i.test(status ?? '');

/** Somebody whom nobody can be told from must not count as absent. */
export function refuseHiddenEmails(people: readonly BusinessUser[]): void {
  const hidden = people.length > 0 && people.every((person) => !person.email && !person.pending_email);
  if (hidden) throw new MetaError('forbidden', words.emailsHidden);
}

/** How this address was invited into the business and has not accepted yet; null when it was not. */
export async function findInvitation(
  graph: Graph,
  business: string,
  { email, now }: { email: string; now: Ms },
): Promise<PersonLookup | null> {
  const list = { edge: edges.pendingUsers, id: business, params: { email }, row: RoleRequest };
  const rows = await listRows(graph, list);
  const [newest] = rows
    .filter((row) => folded(row.email) === folded(email))
    .sort((a, b) => (b.created_time ?? 0) - (a.created_time ?? 0));
  if (!newest) return null;
  const { created_time: since, expiration_time: until, invite_link: link } = newest;
  return {
    kind: 'invited',
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(link ? { link } : {}),
    ...((until !== undefined && until <= now) || isOver(newest) ? { over: true } : {}),
  };
}

/** How Meta names the ends of an invitation is not published; only what it says in so many words counts. */
const isOver = ({ status }: RoleRequest): boolean => /^(?:expired|declined?|cancell?ed|revoked)$/i.test(status ?? '');

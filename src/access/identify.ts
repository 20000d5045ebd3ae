import { asking, type Desk } from './desk.ts';
import type { PrincipalId, SlackUserId } from './grant.ts';
import type { PersonLookup } from './ports/meta.ts';
import { done, type Outcome, type Refusal, refuse } from './refusal.ts';

/** Somebody who is in the business. */
export type Member = Extract<PersonLookup, { kind: 'member' }>;

/** Finds the one person of the business that this Slack person is; each of the ways to fail is told apart. */
export async function identify(desk: Desk, user: SlackUserId): Promise<Outcome<Member>> {
  const person = await desk.directory.person(user);
  if (person?.outsider) return refuse({ code: 'outsider', user, who: person.outsider });
  const email = person?.email?.trim().toLowerCase();
  if (!email) return refuse({ code: 'no_email', user });

  const found = await desk.meta.person(email);
  switch (found.kind) {
    case 'absent':
      return refuse({ code: 'person_absent', email, ...(found.hidden ? { hidden: found.hidden } : {}) });
    case 'unconfirmed':
      return refuse({ code: 'person_unconfirmed', email });
    case 'ambiguous':
      return refuse({ code: 'person_ambiguous', email, count: found.count });
    case 'invited': {
      const { kind: _, link: __, ...times } = found;
      return refuse({ code: 'person_invited', email, ...times });
    }
    case 'member': {
      const other = await desk.ledger.bindPerson(found.id, user);
      return other === user ? done(found) : refuse({ code: 'person_shared', email, other });
    }
  }
}

/** Whether a Slack person has the address of this person of the business by now, under whatever account. */
export async function isSamePerson(desk: Desk, user: SlackUserId, principal: PrincipalId): Promise<boolean> {
  const email = (await desk.directory.person(user))?.email?.trim().toLowerCase();
  return email !== undefined && email !== '' && desk.meta.isAddressOf(email, principal);
}

/** Whether the business wants a second factor of this person, who has none. */
export async function twoFactorRefusal({ meta }: Desk, { admin, twoFactor }: Member): Promise<Refusal | null> {
  if (twoFactor !== false) return null;
  const rule = await meta.twoFactorRule();
  return rule === 'all' || (rule === 'admins' && admin) ? { code: 'two_factor_missing' } : null;
}

/** Why the person that a lead asks about can't be given anything yet, or who they are; with the invitation's link. */
export async function whoIs(desk: Desk, user: SlackUserId): Promise<Outcome<{ email: string; found: PersonLookup }>> {
  const email = (await desk.directory.person(user))?.email?.trim().toLowerCase();
  if (!email) return refuse({ code: 'no_email', user });
  return asking(async () => done({ email, found: await desk.meta.person(email) }));
}

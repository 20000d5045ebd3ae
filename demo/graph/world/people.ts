import type { Engine } from '../engine.ts';
import { admit, cancelInvite, invite, removeFromBusiness } from '../people-changes.ts';
import type { Person } from '../state.ts';
import type { Find } from './find.ts';

type Listed = Pick<Person, 'id' | 'name' | 'email' | 'role' | 'facebookId'>;

/** People come, are invited, accept and go, all outside of the API. */
export function peopleVerbs(engine: Engine, find: Find) {
  function addPerson(facts: {
    business: string;
    id: string;
    name: string;
    email: string;
    role?: string;
    twoFactor?: boolean;
  }): { facebookId: string } {
    const { business: of, ...person } = facts;
    return { facebookId: admit(engine, find.business(of), person).facebookId };
  }

  /** An admin changes what somebody is in the business. */
  function setRole(id: string, role: string): void {
    const person = find.assignee(id);
    if (person.kind !== 'business_user') throw new Error(`${id} is no person`);
    person.role = role;
    engine.journal.changed();
  }

  function addPendingUser(facts: {
    business: string;
    id: string;
    email: string;
    role?: string;
    invitedAt?: number;
    expiresAt?: number;
    inviteLink: string;
  }): void {
    const { business: of, ...pending } = facts;
    invite(engine, find.business(of), pending);
  }

  /** The invited person follows the mail; returns the new business-scoped id. */
  function acceptInvite(id: string, as: { id?: string; name?: string; twoFactor?: boolean } = {}): string {
    const pending = engine.state.nodes.get(id);
    if (pending?.kind !== 'role_request') throw new Error(`no invite ${id}`);
    if (pending.expiresAt <= engine.clock.now()) throw new Error(`invite ${id} has expired`);

    cancelInvite(engine, pending);
    const { email, role } = pending;
    const made = { name: email.split('@')[0] ?? email, id: `92${id.slice(-13).padStart(13, '0')}`, ...as, email, role };
    return admit(engine, pending.business, made).id;
  }

  function removePerson(id: string): void {
    const user = find.assignee(id);
    if (user.kind === 'business_user') removeFromBusiness(engine, user, 'outside');
  }

  function people(businessId: string): Listed[] {
    return [...find.business(businessId).people.values()].map(({ id, name, email, role, facebookId }) => {
      return { id, name, email, role, facebookId };
    });
  }

  return { addPerson, setRole, addPendingUser, acceptInvite, removePerson, people };
}

import { freshId } from './asset-changes.ts';
import { setGroupTasks } from './asset-group-changes.ts';
import { setTasks } from './assignments.ts';
import type { Engine } from './engine.ts';
import type { Business, PendingUser, Person, SystemUser } from './state.ts';

type NewPerson = { id: string; name: string; email: string; role?: string; twoFactor?: boolean };
type NewInvite = {
  id?: string;
  email: string;
  role?: string;
  tasks?: readonly string[];
  invitedAt?: number;
  expiresAt?: number;
  inviteLink?: string;
};

const INVITE_LIVES_MS = 30 * 86_400_000;

/** A person of one business; the same e-mail address elsewhere is the same human, under another id. */
export function admit(engine: Engine, business: Business, { role, twoFactor = true, ...facts }: NewPerson): Person {
  const { state } = engine;
  if (!/^\d+$/.test(facts.id) || state.nodes.has(facts.id)) throw new Error(`id ${facts.id} is malformed or taken`);

  const key = facts.email.toLowerCase();
  const human = state.facebookUsers.get(key) ?? {
    kind: 'user' as const,
    id: freshId(engine),
    name: facts.name,
    email: facts.email,
    people: new Set<Person>(),
  };
  const person: Person = {
    kind: 'business_user',
    ...facts,
    role: role ?? 'EMPLOYEE',
    business,
    twoFactor,
    facebookId: human.id,
    assets: new Set(),
    recent: new Set(),
  };
  human.people.add(person);
  state.facebookUsers.set(key, human);
  state.nodes.set(human.id, human);
  state.nodes.set(person.id, person);
  business.people.set(person.id, person);
  engine.journal.changed();
  return person;
}

/** A system user, known by its app-scoped id. */
export function employ(engine: Engine, business: Business, id: string, role: SystemUser['role']): SystemUser {
  const user: SystemUser = {
    kind: 'system_user',
    id,
    name: `${business.name} system user`,
    role,
    business,
    createdAt: engine.clock.now(),
    assets: new Set(),
    recent: new Set(),
  };
  engine.state.nodes.set(id, user);
  business.systemUsers.set(id, user);
  return user;
}

/** An invite that waits for its mail to be followed. */
export function invite(engine: Engine, business: Business, { email, role, tasks, ...facts }: NewInvite): PendingUser {
  const id = facts.id ?? freshId(engine);
  if (!/^\d+$/.test(id) || engine.state.nodes.has(id)) throw new Error(`invite id ${id} is malformed or taken`);
  const invitedAt = facts.invitedAt ?? engine.clock.now();
  const pending: PendingUser = {
    kind: 'role_request',
    id,
    business,
    email,
    role: role ?? 'EMPLOYEE',
    tasks: tasks ?? [role ?? 'EMPLOYEE'],
    invitedAt,
    expiresAt: facts.expiresAt ?? invitedAt + INVITE_LIVES_MS,
    inviteLink: facts.inviteLink ?? `https://business.facebook.com/invitation/?token=${id}`,
  };
  engine.state.nodes.set(id, pending);
  business.invited.set(id, pending);
  engine.journal.changed();
  return pending;
}

/** Takes an invite back; its link is dead. */
export function cancelInvite(engine: Engine, pending: PendingUser): void {
  engine.state.nodes.delete(pending.id);
  pending.business.invited.delete(pending.id);
  engine.journal.changed();
}

/** Takes a person out, with every assignment made through this business and none made elsewhere. */
export function removeFromBusiness(engine: Engine, person: Person, by: 'api' | 'outside'): void {
  for (const asset of [...person.assets]) setTasks(engine, asset, person, [], by);
  for (const asset of person.recent) asset.history.delete(person.id);
  for (const group of person.business.groups.values()) setGroupTasks(engine, group, person, null, by);
  engine.state.nodes.delete(person.id);
  person.business.people.delete(person.id);
  engine.state.facebookUsers.get(person.email.toLowerCase())?.people.delete(person);
  engine.journal.changed();
}

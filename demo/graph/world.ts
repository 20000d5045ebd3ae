import { ownership } from './access.ts';
import { held, setTasks } from './assignments.ts';
import type { Engine } from './engine.ts';
import { permittedTasks } from './fields/asset-fields.ts';
import type { Asset, AssetKind, Assignee, Business, Person, Token, TokenKind } from './state.ts';
import { newToken } from './tokens.ts';
import { askFor, createAsset, giveTo, takeFrom } from './world-assets.ts';
import { admit, cancelInvite, employ, invite, removeFromBusiness } from './world-people.ts';

type Tasks = readonly string[];
type Standing = 'owned' | 'client' | 'pending' | 'none';
/** One asset and how each business stands to it; a business without any standing is not named. */
export type AssetListing = {
  id: string;
  kind: AssetKind;
  name: string;
  newPagesExperience: boolean;
  businesses: Record<string, { ownership: Standing; ceiling: string[] }>;
};

export type World = ReturnType<typeof createWorld>;

/** Meta's side of things: what tests set up, what people do in Business Settings, and the true state now. */
export function createWorld(engine: Engine) {
  const { state } = engine;

  function business(id: string): Business {
    const found = state.businesses.get(id);
    if (found === undefined) throw new Error(`no business ${id}`);
    return found;
  }
  function asset(id: string): Asset {
    const found = state.assets.get(id);
    if (found === undefined) throw new Error(`no asset ${id}`);
    return found;
  }
  function assignee(id: string): Assignee {
    const found = state.nodes.get(id);
    if (found?.kind !== 'business_user' && found?.kind !== 'system_user') throw new Error(`nobody has id ${id}`);
    return found;
  }

  function addBusiness(facts: { id: string; name: string; token: string; tokenKind?: TokenKind }): {
    systemUserId: string;
  } {
    const { id, name, token, tokenKind = 'system_user' } = facts;
    if (!/^\d+$/.test(id) || state.nodes.has(id)) throw new Error(`business id ${id} is malformed or taken`);
    const made: Business = {
      kind: 'business',
      id,
      name,
      createdAt: engine.clock.now(),
      people: new Map(),
      systemUsers: new Map(),
      invited: new Map(),
      invitesSentAt: [],
      owned: new Set(),
      client: new Set(),
      pending: new Set(),
    };
    state.businesses.set(id, made);
    state.nodes.set(id, made);
    for (const known of state.assets.values()) if (known.owner === id) made.owned.add(known);

    const systemUserId = `1220${id.slice(-11)}`;
    employ(engine, made, systemUserId, tokenKind === 'employee_system_user' ? 'EMPLOYEE' : 'ADMIN');
    setToken({ token, business: id, kind: tokenKind });
    return { systemUserId };
  }

  /** A further token of a business; `user` is a person's id for user tokens, else its first system user. */
  function setToken(facts: {
    token: string;
    business: string;
    kind?: TokenKind;
    user?: string;
    page?: string;
    expiresAt?: number;
    scopes?: Tasks;
  }): void {
    const owner = business(facts.business);
    const kind = facts.kind ?? 'system_user';
    const bySystem = kind === 'user' ? undefined : [...owner.systemUsers.values()][0];
    const changes: Partial<Token> = {
      business: owner,
      user: facts.user === undefined ? bySystem : assignee(facts.user),
      page: facts.page === undefined ? undefined : asset(facts.page),
      expiresAt: facts.expiresAt ?? 0,
      ...(facts.scopes === undefined ? {} : { scopes: facts.scopes }),
    };
    newToken(engine, kind, facts.token, changes);
    engine.journal.changed();
  }

  function revokeToken(token: string): void {
    const found = state.tokens.get(token);
    if (found === undefined) throw new Error('no such token');
    found.revoked = true;
    engine.journal.changed();
  }

  function addPerson(facts: {
    business: string;
    id: string;
    name: string;
    email: string;
    role?: string;
    twoFactor?: boolean;
  }): { facebookId: string } {
    const { business: of, ...person } = facts;
    return { facebookId: admit(engine, business(of), person).facebookId };
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
    invite(engine, business(of), pending);
  }

  /** The invited person follows the mail; returns the new business-scoped id. */
  function acceptInvite(id: string, as: { id?: string; name?: string; twoFactor?: boolean } = {}): string {
    const pending = state.nodes.get(id);
    if (pending?.kind !== 'role_request') throw new Error(`no invite ${id}`);
    if (pending.expiresAt <= engine.clock.now()) throw new Error(`invite ${id} has expired`);

    cancelInvite(engine, pending);
    const { email, role } = pending;
    const made = { name: email.split('@')[0] ?? email, id: `92${id.slice(-13).padStart(13, '0')}`, ...as, email, role };
    return admit(engine, pending.business, made).id;
  }

  function removePerson(id: string): void {
    const user = assignee(id);
    if (user.kind === 'business_user') removeFromBusiness(engine, user, 'outside');
  }

  function assign({ asset: id, user: userId, tasks }: { asset: string; user: string; tasks: Tasks }): void {
    const on = asset(id);
    const user = assignee(userId);
    const standing = ownership(on, user.business.id);
    if (standing !== 'owned' && standing !== 'client') throw new Error(`${id} is not shared with that business`);
    setTasks(engine, on, user, [...new Set(tasks)], 'outside');
  }

  function listing(of: Asset): AssetListing {
    const businesses: AssetListing['businesses'] = {};
    for (const { id } of state.businesses.values()) {
      const standing = ownership(of, id);
      if (standing !== 'none') businesses[id] = { ownership: standing, ceiling: [...permittedTasks(of, id)] };
    }
    const { id, kind, name, newPagesExperience } = of;
    return { id, kind, name, newPagesExperience, businesses };
  }

  return {
    addBusiness,
    setToken,
    revokeToken,
    addPerson,
    addPendingUser,
    acceptInvite,
    removePerson,
    assign,
    unassign: (pair: { asset: string; user: string }) =>
      setTasks(engine, asset(pair.asset), assignee(pair.user), [], 'outside'),
    addPage(facts: { id: string; name: string; owner?: string; newPagesExperience?: boolean }): void {
      createAsset(engine, { kind: 'page', ...facts });
    },
    addAdAccount(facts: { id: string; name: string; owner?: string }): void {
      createAsset(engine, { kind: 'ad_account', ...facts });
    },
    share: ({ asset: id, business: to, tasks }: { asset: string; business: string; tasks: Tasks }) =>
      giveTo(engine, asset(id), business(to), tasks),
    unshare: ({ asset: id, business: from }: { asset: string; business: string }) =>
      takeFrom(engine, asset(id), business(from)),
    pend: ({ asset: id, business: by, tasks }: { asset: string; business: string; tasks: Tasks }) =>
      askFor(engine, asset(id), business(by), tasks),
    /** The true tasks, now, whatever reads say; none for somebody who is gone. */
    holds(assetId: string, userId: string): string[] {
      const user = state.nodes.get(userId);
      if (user?.kind !== 'business_user' && user?.kind !== 'system_user') return [];
      return [...held(asset(assetId), user)].sort();
    },
    /** Everybody on the asset, of every business. */
    holders(assetId: string): { user: string; name: string; tasks: string[] }[] {
      return [...asset(assetId).assigned.values()].flatMap((users) =>
        [...users].map(([user, tasks]) => ({ user, name: assignee(user).name, tasks: [...tasks].sort() })),
      );
    },
    assets: (): AssetListing[] => [...state.assets.values()].map(listing),
    people: (businessId: string): Pick<Person, 'id' | 'name' | 'email' | 'role' | 'facebookId'>[] =>
      [...business(businessId).people.values()].map(({ id, name, email, role, facebookId }) => {
        return { id, name, email, role, facebookId };
      }),
  };
}

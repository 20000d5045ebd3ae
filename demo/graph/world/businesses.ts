import type { Engine } from '../engine.ts';
import { employ } from '../people-changes.ts';
import type { Business, Token, TokenKind } from '../state.ts';
import { newToken } from '../tokens.ts';
import type { Find } from './find.ts';

/** Businesses, each with one system user, and the tokens that act for them. */
export function businessVerbs(engine: Engine, find: Find) {
  function addBusiness(facts: { id: string; name: string; token: string; tokenKind?: TokenKind }): {
    systemUserId: string;
  } {
    const { id, name, token, tokenKind = 'system_user' } = facts;
    if (!/^\d+$/.test(id) || engine.state.nodes.has(id)) throw new Error(`business id ${id} is malformed or taken`);
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
      groups: new Map(),
    };
    engine.state.businesses.set(id, made);
    engine.state.nodes.set(id, made);
    for (const known of engine.state.assets.values()) if (known.owner === id) made.owned.add(known);

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
    dataEndsAt?: number;
    scopes?: readonly string[];
  }): void {
    const owner = find.business(facts.business);
    const kind = facts.kind ?? 'system_user';
    const bySystem = kind === 'user' ? undefined : [...owner.systemUsers.values()][0];
    const changes: Partial<Token> = {
      business: owner,
      user: facts.user === undefined ? bySystem : find.assignee(facts.user),
      page: facts.page === undefined ? undefined : find.asset(facts.page),
      expiresAt: facts.expiresAt ?? 0,
      dataEndsAt: facts.dataEndsAt ?? 0,
      ...(facts.scopes === undefined ? {} : { scopes: facts.scopes }),
    };
    newToken(engine, kind, facts.token, changes);
    engine.journal.changed();
  }

  function revokeToken(token: string): void {
    const found = engine.state.tokens.get(token);
    if (found === undefined) throw new Error('no such token');
    found.revoked = true;
    engine.journal.changed();
  }

  /** Meta may let a Page's tokens die while those that they were taken with live on. */
  function revokePageTokens(page: string): void {
    const owner = find.asset(page);
    for (const token of engine.state.pageTokens.values()) if (token.page === owner) token.revoked = true;
    engine.journal.changed();
  }

  return { addBusiness, setToken, revokeToken, revokePageTokens };
}

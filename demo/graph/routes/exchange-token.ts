import type { Call } from '../call.ts';
import { badToken, GraphError } from '../graph-error.ts';
import { text } from '../params.ts';
import type { Route } from '../route.ts';
import { deadBecause, newToken } from '../tokens.ts';

const SIXTY_DAYS = 60 * 86_400_000;

/** A token for a token: the new one lives for sixty days, the old one lives on until its own end. */
function exchange({ engine, params, token: caller }: Call): unknown {
  const given = (name: string) => text(params, name) ?? '';
  if (given('grant_type') !== 'fb_exchange_token') throw new GraphError(100, '(#100) Unsupported grant_type');
  const known = given('client_id') === engine.app.id && given('client_secret') === engine.app.secret;
  if (!known) throw new GraphError(101, 'Error validating client secret.');

  const old = engine.state.tokens.get(given('fb_exchange_token'));
  if (old === undefined) throw badToken('Invalid OAuth access token - Cannot parse access token');
  const dead = deadBecause(engine, old);
  if (dead !== undefined) throw badToken(dead.text, dead.subcode);

  const { exchangeTokenBy: by, exchangedScopes } = engine.switches;
  if ((by === 'app' && caller.kind !== 'app') || (by === 'token' && caller !== old)) {
    throw new GraphError(100, '(#100) You must provide another access token');
  }
  const { business, user, page } = old;
  const scopes = exchangedScopes === 'same' ? old.scopes : old.scopes.slice(0, -1);
  const expiresAt = engine.clock.now() + SIXTY_DAYS;
  const changes = { business, user, page, scopes, expiresAt };
  const { token } = newToken(engine, old.kind, `EAANEW${engine.random.text(24)}`, changes);
  engine.journal.changed();
  return { access_token: token, token_type: 'bearer', expires_in: SIXTY_DAYS / 1000 };
}

const required = { type: 'string', required: true } as const;

/** Renewing a token before it ends. */
export const exchangeTokenRoutes: Route[] = [
  {
    method: 'GET',
    on: 'root',
    edge: 'oauth/access_token',
    params: {
      grant_type: required,
      client_id: required,
      client_secret: required,
      fb_exchange_token: required,
      set_token_expires_in_60_days: { type: 'bool' },
    },
    paged: false,
    admin: false,
    pageToken: () => false,
    run: (_, call) => exchange(call),
  },
];

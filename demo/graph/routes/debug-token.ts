import type { Call } from '../call.ts';
import { GraphError } from '../graph-error.ts';
import { text } from '../params.ts';
import type { Route } from '../route.ts';
import type { Token } from '../state.ts';
import { deadBecause } from '../tokens.ts';

const TYPE = {
  user: 'USER',
  page: 'PAGE',
  app: 'APP',
};
const seconds = (ms: number) => Math.floor(ms / 1000);

const isSystemUser = (kind: Token['kind']): kind is 'system_user' | 'employee_system_user' => /system_user$/.test(kind);

function userId(token: Token): string | undefined {
  return token.user?.kind === 'business_user' ? token.user.facebookId : token.user?.id;
}

/** A dead token is a good answer with `is_valid: false`, not an error. */
function describe(call: Call): unknown {
  const { engine } = call;
  const token = engine.state.tokens.get(text(call.params, 'input_token') ?? '');
  if (token === undefined) {
    const error = { code: 190, message: 'Invalid OAuth access token - Cannot parse access token' };
    return { data: { error, is_valid: false, scopes: [] } };
  }

  const dead = deadBecause(engine, token);
  return {
    data: {
      app_id: engine.app.id,
      type: isSystemUser(token.kind) ? engine.switches.systemUserTokenType : TYPE[token.kind],
      application: 'Hallpass',
      ...(userId(token) === undefined ? {} : { user_id: userId(token) }),
      ...(token.page === undefined ? {} : { profile_id: token.page.id }),
      is_valid: dead === undefined,
      issued_at: seconds(token.issuedAt),
      expires_at: seconds(token.expiresAt),
      data_access_expires_at: seconds(token.dataEndsAt),
      scopes: token.scopes,
      granular_scopes: token.scopes.map((scope) => ({ scope })),
      ...(dead === undefined ? {} : { error: { code: 190, message: dead.text, subcode: dead.subcode } }),
    },
  };
}

/** Looking into a token, with the app's own token or another one of the same app. */
export const debugTokenRoutes: Route[] = [
  {
    method: 'GET',
    on: 'root',
    edge: 'debug_token',
    params: { input_token: { type: 'string', required: true } },
    paged: false,
    admin: false,
    pageToken: () => false,
    run: (_, call) => {
      const { debugTokenBy: by } = call.engine.switches;
      const barred = by === 'nobody' || (by === 'app' && call.token.kind !== 'app') || call.token.kind === 'page';
      if (barred) throw new GraphError(100, '(#100) You must provide an app access token');
      return describe(call);
    },
  },
];

import type { Ms } from '../../access/grant.ts';
import { MetaError } from '../../access/ports/meta.ts';
import type { TokenFacts } from '../../access/ports/token.ts';
import type { Graph } from '../client.ts';
import { edges, request } from '../contract.ts';
import * as words from '../error-words.ts';
import { verdict } from '../errors.ts';
import { ExchangedToken, NamedNode, TokenReport } from '../schemas.ts';
import { unlessRefused } from '../unless-refused.ts';
import { listRows } from './list-rows.ts';

/** One read that only a working token of this very business gets an answer to; the door's own token, unless another is named. */
export async function checkToken(graph: Graph, business: string, token?: string): Promise<void> {
  try {
    await graph.call({ ...request(edges.business, business, {}), answer: NamedNode, token, priority: 'read' });
  } catch (error) {
    if (!(error instanceof MetaError)) throw error;
    const text = foreign(error);
    throw text === null ? error : new MetaError('unauthorized', text, { traceId: error.traceId });
  }
}

/** What it means that a token may not read its business; null: the error says what is wrong, or that it passes. */
function foreign({ kind, message }: MetaError): string | null {
  if (kind === 'not_found') return words.wrongBusiness;
  if (kind !== 'forbidden') return null;
  // Meta has one code for a permission that is missing and for a business in which the user has no role.
  return message.startsWith(words.permission) ? words.businessRefused : message;
}

/** The app that a token should belong to. */
export type App = { appId?: string | undefined; appSecret?: string | undefined };

/** Without them something can't be read or given; the guides ask for more, of which Hallpass has no use. */
const NEEDED = ['business_management', 'pages_show_list', 'pages_manage_metadata', 'ads_management'];
const KINDS: Readonly<Record<string, TokenFacts['kind']>> = {
  SYSTEM_USER: 'system-user',
  USER: 'user',
  PAGE: 'page',
  APP: 'app',
};
/** Refusals of the one who asks, which tell nothing of the token that is asked about. */
const OF_THE_ASKER: ReadonlySet<string> = new Set<MetaError['kind']>(['invalid', 'forbidden', 'unauthorized']);

/** The string that stands for the app itself. */
export const appToken = ({ appId, appSecret }: App): string | undefined =>
  appId && appSecret ? `${appId}|${appSecret}` : undefined;

/**
 * Asks what a token is: in the app's name, else in the token's own, as Meta is not clear on who may. null when it lets
 * neither; a dead token fails as its calls would.
 */
export async function lookIntoToken(
  graph: Graph,
  token: string,
  { business, ...app }: App & { business: { id: string } },
): Promise<TokenFacts | null> {
  const asked = request(edges.debugToken, '', { input_token: token });
  const answer = await askAs([appToken(app), token], (caller) =>
    graph.call({ ...asked, answer: TokenReport, token: caller, priority: 'read' }),
  );
  if (answer === null) return null;
  const report = answer.data;
  if (report.is_valid === false) {
    const { code, subcode } = report.error ?? { code: 190 };
    const { kind, words: text } = verdict({ code, subcode }, 200);
    throw new MetaError(kind === 'invalid' ? 'unauthorized' : kind, text);
  }
  const { user_id: user = null, scopes = null } = report;
  const kind = KINDS[report.type ?? ''] ?? 'unknown';
  return {
    kind: kind === 'user' && (await isSystemUser(graph, token, { business, user })) ? 'system-user' : kind,
    ours: !app.appId || !report.app_id || report.app_id === app.appId,
    user,
    scopes,
    missing: scopes ? NEEDED.filter((scope) => !scopes.includes(scope)) : [],
    expiresAt: timeOf(report.expires_at),
    dataEndsAt: timeOf(report.data_access_expires_at),
  };
}

type WhoseToken = { business: { id: string }; user: string | null };

/** Meta does not publish whether it tells a system user's token from a person's: the business' own list of system users does, as far as the token may read it. */
async function isSystemUser(graph: Graph, token: string, { business, user }: WhoseToken): Promise<boolean> {
  if (user === null) return false;
  const asItself: Graph = { ...graph, call: (call) => graph.call({ ...call, token }) };
  const list = { edge: edges.systemUsers, id: business.id, row: NamedNode };
  const rows = await unlessRefused(
    listRows(asItself, list, ({ id }) => id === user),
    () => [],
  );
  return rows.some(({ id }) => id === user);
}

/** Meta writes 0 for never. */
const timeOf = (seconds: number | null | undefined): Ms | null => (seconds ? seconds * 1_000 : null);

/** Exchanges a system user's token of sixty days for a new one: in the app's name, else in the token's own. */
export async function renewToken(graph: Graph, token: string, app: App): Promise<string> {
  const { appId = '', appSecret = '' } = app;
  const asked = request(edges.exchangeToken, '', {
    grant_type: 'fb_exchange_token',
    client_id: appId,
    client_secret: appSecret,
    fb_exchange_token: token,
    set_token_expires_in_60_days: true,
  });
  const as = (caller: string) => graph.call({ ...asked, answer: ExchangedToken, token: caller, priority: 'read' });
  const made = (await askAs([appToken(app)], as)) ?? (await as(token));
  return made.access_token;
}

/** Asks as the first caller that Meta lets ask; null when it lets none. */
async function askAs<T>(
  callers: readonly (string | undefined)[],
  ask: (caller: string) => Promise<T>,
): Promise<T | null> {
  for (const caller of callers) {
    try {
      if (caller) return await ask(caller);
    } catch (error) {
      if (!(error instanceof MetaError && OF_THE_ASKER.has(error.kind))) throw error;
    }
  }
  return null;
}

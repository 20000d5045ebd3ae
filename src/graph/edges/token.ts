import { MetaError } from '../../access/ports/meta.ts';
import type { TokenFacts } from '../../access/ports/token.ts';
import type { Graph } from '../client.ts';
import { edges, request } from '../contract.ts';
import * as words from '../error-words.ts';
import { verdict } from '../errors.ts';
import { NamedNode, TokenReport } from '../schemas.ts';

/** One read that only a working token of this very business gets an answer to. */
export async function checkToken(graph: Graph, business: string): Promise<void> {
  try {
    await graph.call({ ...request(edges.business, business, {}), answer: NamedNode, priority: 'read' });
  } catch (error) {
    const foreign = error instanceof MetaError && (error.kind === 'not_found' || error.kind === 'forbidden');
    if (!foreign) throw error;
    throw new MetaError('unauthorized', words.wrongBusiness, { traceId: error.traceId });
  }
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
export async function lookIntoToken(graph: Graph, token: string, app: App): Promise<TokenFacts | null> {
  const report = (await ask(graph, token, appToken(app))) ?? (await ask(graph, token, token));
  if (report === null) return null;
  if (report.is_valid === false) {
    const { code, subcode } = report.error ?? { code: 190 };
    const { kind, words: text } = verdict({ code, subcode }, 200);
    throw new MetaError(kind === 'invalid' ? 'unauthorized' : kind, text);
  }
  const granted = report.scopes ?? [];
  return {
    kind: KINDS[report.type ?? ''] ?? 'unknown',
    ours: !app.appId || !report.app_id || report.app_id === app.appId,
    missing: report.scopes ? NEEDED.filter((scope) => !granted.includes(scope)) : [],
    expiresAt: report.expires_at ? report.expires_at * 1_000 : null,
  };
}

async function ask(graph: Graph, about: string, caller: string | undefined) {
  if (!caller) return null;
  const asked = request(edges.debugToken, '', { input_token: about });
  try {
    return (await graph.call({ ...asked, answer: TokenReport, token: caller, priority: 'read' })).data;
  } catch (error) {
    if (error instanceof MetaError && OF_THE_ASKER.has(error.kind)) return null;
    throw error;
  }
}

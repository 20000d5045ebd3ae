import { type Meta, MetaError } from '../access/ports/meta.ts';
import type { TokenFacts, TokenOrigin } from '../access/ports/token.ts';
import { LATE, NEARLY_OVER, whyNotRenewed } from '../access/renewal.ts';
import type { Finding } from './finding.ts';

const WHOSE: Record<TokenFacts['kind'], string> = {
  'system-user': "a system user's",
  user: "a person's",
  page: "a Page's",
  app: "the app's",
  unknown: 'of a kind that Hallpass does not know',
};
const WITHOUT: Readonly<Record<string, string>> = {
  business_management: 'nothing can be read or given',
  pages_show_list: 'Pages may stay hidden',
  pages_manage_metadata: 'nothing can be given on Pages where Meta wants their own token',
  ads_management: 'nothing can be given on ad accounts',
};
/** What to do where Meta does not say whether it takes the token. */
const AWAY: Readonly<Record<string, string>> = {
  transient: 'check that this machine reaches META_GRAPH_URL, then look again',
  throttled: 'look again when it may be asked',
};
const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

const inDays = (ms: number): string => {
  const days = Math.max(0, Math.floor(ms / 86_400_000));
  return `in ${days} ${days === 1 ? 'day' : 'days'}`;
};

/** What is looked at: the token as Meta sees it, and where it comes from; `now` is ms. */
type Looked = { meta: Pick<Meta, 'check' | 'token'>; origin: TokenOrigin; now: number };

/** What the doctor finds about a business' token: whether Meta takes it, whose it is, what it may, when it ends, whether it is renewed. */
export async function tokenFindings({ meta, origin, now }: Looked, about: string): Promise<Finding[]> {
  const good = (say: string): Finding => ({ ok: true, about, say });
  const bad = (say: string): Finding => ({ ok: false, about, say });
  const shut = shutOf(origin).map(bad);
  try {
    await meta.check();
    const facts = await meta.token();
    if (!facts) return [good('Meta takes the token, but does not tell what it may and when it ends'), ...shut];
    return [
      good(`Meta takes the token, ${WHOSE[facts.kind]}, ${endOf(facts)}`),
      ...comesFrom(facts, origin).map(good),
      ...shut,
      ...complaints(facts, origin, now).map(bad),
    ];
  } catch (error) {
    const say = error instanceof Error ? error.message : String(error);
    if (error instanceof MetaError && error.kind !== 'unauthorized') {
      return [bad(`the token can't be checked: ${say}; ${AWAY[error.kind] ?? 'look again later'}`), ...shut];
    }
    return [bad(`Meta does not take the token: ${say}; put a token of this business into hallpass.yml`), ...shut];
  }
}

const endOf = ({ expiresAt }: TokenFacts): string =>
  expiresAt === null ? 'without an end' : `until ${day(expiresAt)}`;

function comesFrom(facts: TokenFacts, { renewed, keys }: TokenOrigin): string[] {
  const said: string[] = [];
  if (renewed) said.push(`Hallpass renewed the token on ${day(renewed.renewedAt)}; the one in hallpass.yml is older`);
  if (facts.expiresAt !== null && whyNotRenewed(facts, keys) === null) {
    said.push(`the token is renewed 14 days before its end${sealing(renewed, keys)}`);
  }
  return said;
}

function sealing(renewed: TokenOrigin['renewed'], [first, ...older]: readonly string[]): string {
  if (renewed && renewed.key !== first) {
    return `; it is sealed with key ${renewed.key}, which has to stay until a worker has started`;
  }
  const also = renewed && older.length > 0 ? `; it does not need ${older.join(', ')} any more` : '';
  return ` and sealed with key ${first}${also}`;
}

function shutOf({ shut }: TokenOrigin): string[] {
  if (!shut) return [];
  const why =
    shut.key === null ? 'it is damaged' : `put key ${shut.key} back into HALLPASS_KEY, behind the one that seals`;
  return [`a renewed token is kept but can't be opened: ${why}, or put a new token into hallpass.yml`];
}

function complaints(facts: TokenFacts, { keys }: TokenOrigin, now: number): string[] {
  const { kind, ours, missing, expiresAt, dataEndsAt } = facts;
  const said: string[] = [];
  if (kind === 'user') {
    said.push(
      "the token is a person's: it ends with their password or role, and can't be renewed; make a system user's",
    );
  }
  if (kind === 'page' || kind === 'app') said.push(`the token is ${WHOSE[kind]}; make a system user's`);
  if (!ours)
    said.push('the token is of another app; set META_APP_ID and META_APP_SECRET to its app, or make one of yours');
  for (const scope of missing) {
    said.push(`the token lacks ${scope}, so ${WITHOUT[scope] ?? 'some calls fail'}; make a new one with it`);
  }
  if (expiresAt !== null) said.push(...endComplaint(facts, expiresAt - now, keys));
  if (kind === 'user' && dataEndsAt !== null && dataEndsAt - now < NEARLY_OVER) {
    said.push(
      `what the person lets the app see ends ${inDays(dataEndsAt - now)}; they have to sign in to the app again`,
    );
  }
  return said;
}

function endComplaint(facts: TokenFacts, left: number, keys: readonly string[]): string[] {
  const renewed = whyNotRenewed(facts, keys) === null;
  const unsealed = keys.length === 0 && facts.kind === 'system-user' && facts.ours;
  if (left >= (renewed ? LATE : NEARLY_OVER)) {
    return unsealed ? [`the token ends ${inDays(left)} and nobody renews it; set HALLPASS_KEY, and Hallpass does`] : [];
  }
  const key = unsealed ? '; with HALLPASS_KEY Hallpass renews such a token' : '';
  const late = renewed ? ' and could not be renewed yet, for which the log has the reason' : '';
  return [`the token ends ${inDays(left)}${late}; make a new one and put it into hallpass.yml${key}`];
}

import { type Meta, MetaError } from '../access/ports/meta.ts';
import { NEARLY_OVER, type TokenFacts } from '../access/ports/token.ts';

type Finding = { ok: boolean; about: string; say: string };

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
const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** What the doctor finds about a business' token: whether Meta takes it, whose it is, what it may, when it ends. */
export async function tokenFindings(meta: Meta, about: string, now: number): Promise<Finding[]> {
  const good = (say: string): Finding => ({ ok: true, about, say });
  const bad = (say: string): Finding => ({ ok: false, about, say });
  try {
    await meta.check();
    const facts = await meta.token();
    if (!facts) return [good('Meta takes the token, but does not tell what it may and when it ends')];
    return [good(`Meta takes the token, ${WHOSE[facts.kind]}, ${endOf(facts)}`), ...complaints(facts, now).map(bad)];
  } catch (error) {
    const say = error instanceof Error ? error.message : String(error);
    if (error instanceof MetaError && error.kind !== 'unauthorized') return [bad(`the token can't be checked: ${say}`)];
    return [bad(`Meta does not take the token: ${say}`)];
  }
}

const endOf = ({ expiresAt }: TokenFacts): string =>
  expiresAt === null ? 'without an end' : `until ${day(expiresAt)}`;

function complaints({ kind, ours, missing, expiresAt }: TokenFacts, now: number): string[] {
  const said: string[] = [];
  if (kind === 'user') said.push("the token is a person's and ends with their password or role; make a system user's");
  if (kind === 'page' || kind === 'app') said.push(`the token is ${WHOSE[kind]}; make a system user's`);
  if (!ours)
    said.push('the token is of another app; set META_APP_ID and META_APP_SECRET to its app, or make one of yours');
  for (const scope of missing) {
    said.push(`the token lacks ${scope}, so ${WITHOUT[scope] ?? 'some calls fail'}; make a new one with it`);
  }
  if (expiresAt !== null && expiresAt - now < NEARLY_OVER) {
    const days = Math.max(0, Math.floor((expiresAt - now) / 86_400_000));
    said.push(`the token ends in ${days} ${days === 1 ? 'day' : 'days'}; make a new one and put it into hallpass.yml`);
  }
  return said;
}

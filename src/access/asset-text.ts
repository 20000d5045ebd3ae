import { AssetKind, type AssetRef } from './asset.ts';

/** Words that people use for each kind of asset, in lower case and without blanks and dashes. */
const KIND_WORDS: Record<AssetKind, RegExp> = {
  page: /^(?:facebook)?page(s?)$/,
  adaccount: /^(?:ads?)?account(s?)$|^act$/,
  group: /^(?:(?:business)?asset)?group(s?)$|^project(s?)$/,
};

/** Reads `page`, `ad account`, `projects` …; `plural` when several may follow. Null for any other word. */
export function readKind(text: string): { kind: AssetKind; plural: boolean } | null {
  const word = text.toLowerCase().replace(/[\s_-]/g, '');
  for (const kind of AssetKind.options) {
    const match = KIND_WORDS[kind].exec(word);
    if (match) return { kind, plural: match.slice(1).some((s) => s === 's') };
  }
  return null;
}

/** Why a text is not an id of Meta's. */
export type IdProblem = 'not_a_number' | 'leading_zero' | 'too_long';

/** Reads an id; the reason in words of its own when it is none, so that the person can be told what is wrong. */
export function readId(text: string): { ok: true; id: string } | { ok: false; problem: IdProblem } {
  if (!/^\d+$/.test(text)) return { ok: false, problem: 'not_a_number' };
  if (text.startsWith('0')) return { ok: false, problem: 'leading_zero' };
  return text.length > 30 ? { ok: false, problem: 'too_long' } : { ok: true, id: text };
}

/** The number in `act_123`, which says by itself that it is an ad account. */
export const actNumber = (text: string): string | null => /^act_?(\d+)$/i.exec(text)?.[1] ?? null;

/** Whether a text is meant as a web address. */
export const isAddress = (text: string): boolean =>
  /^https?:\/\//i.test(text) || /^(?:[\w-]+\.)*(?:facebook|fb)\.com\//i.test(text);

const SETTINGS: [RegExp, AssetKind][] = [
  [/\/settings\/pages\/(\d+)/, 'page'],
  [/\/settings\/ad[-_]accounts\/(\d+)/, 'adaccount'],
  [/\/settings\/(?:business[-_])?asset[-_]groups?\/(\d+)/, 'group'],
];
const PROFILE = [/^\/(\d+)\/?$/, /^\/(?:pages|people|pg)\/[^/]+\/(\d+)/, /^\/p\/(?:[^/]*-)?(\d{5,})\/?$/];

/** Finds the asset in an address of Facebook, Business Settings or Ads Manager; null when it names none by number. */
export function assetInAddress(text: string): AssetRef | null {
  const url = URL.parse(/^https?:/i.test(text) ? text : `https://${text}`);
  if (!url || !/(?:^|\.)(?:facebook|fb)\.com$/.test(url.hostname)) return null;
  const found = inSettings(url) ?? inQuery(url) ?? inProfile(url);
  const id = found ? readId(found.id) : null;
  return found && id?.ok ? { kind: found.kind, id: id.id } : null;
}

type Found = { kind: AssetKind; id: string } | null;

function inSettings({ pathname, searchParams }: URL): Found {
  for (const [pattern, kind] of SETTINGS) {
    const id = pattern.exec(pathname)?.[1];
    if (id) return { kind, id };
  }
  const selected = searchParams.get('selected_asset_id');
  if (!selected) return null;
  const type = searchParams.get('selected_asset_type') ?? pathname;
  if (/ad[-_]?account/.test(type)) return { kind: 'adaccount', id: selected };
  if (/group|project/.test(type)) return { kind: 'group', id: selected };
  return /page/.test(type) ? { kind: 'page', id: selected } : null;
}

function inQuery({ hostname, pathname, searchParams }: URL): Found {
  const account = searchParams.get('act') ?? searchParams.get('account_id');
  if (account) return { kind: 'adaccount', id: actNumber(account) ?? account };
  const profile = pathname === '/profile.php' ? searchParams.get('id') : null;
  const page = profile ?? searchParams.get('page_id') ?? (isBusiness(hostname) ? searchParams.get('asset_id') : null);
  return page ? { kind: 'page', id: page } : null;
}

function inProfile({ hostname, pathname }: URL): Found {
  if (isBusiness(hostname)) return null;
  const id = PROFILE.map((pattern) => pattern.exec(pathname)?.[1]).find((digits) => digits !== undefined);
  return id ? { kind: 'page', id } : null;
}

const isBusiness = (hostname: string): boolean => /^(?:business|adsmanager)\./.test(hostname);

import { assetKey } from '../access/asset.ts';
import type { Grant, Ms } from '../access/grant.ts';
import { type Read, readArchives } from '../archive/read.ts';
import { eventLine, subjectOf } from './audit.ts';
import { type Named, readAuditWord } from './audit-word.ts';

/** Which events: in a span of time, `to` left out, and of what is named. */
export type Wanted = { from?: Ms; to?: Ms } & Named;

type Unreadable = (place: string) => void;

function fits({ event, grant }: Read, wanted: Wanted): boolean {
  const { asset } = subjectOf(event, grant);
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = wanted;
  return (
    event.at >= from &&
    event.at < to &&
    (!wanted.grant || event.grant === wanted.grant) &&
    (!wanted.asset || (asset !== undefined && assetKey(asset) === assetKey(wanted.asset))) &&
    (!wanted.person || grant?.requester === wanted.person) &&
    (!wanted.ticket || grant?.ticket === wanted.ticket)
  );
}

/** The wanted events of archives, as JSON lines. */
export async function* exportJson(roots: readonly string[], wanted: Wanted, unreadable: Unreadable) {
  for await (const line of readArchives(roots, unreadable)) if (fits(line, wanted)) yield jsonOf(line);
}

const jsonOf = ({ event, grant, business, seq, hash }: Read): string =>
  eventLine(event, grant, { archive: { business, seq, hash } });

/** The wanted events of archives, as a table with a head: text in quotes where it needs them (RFC 4180). */
export async function* exportCsv(roots: readonly string[], wanted: Wanted, unreadable: Unreadable) {
  yield Object.keys(columns).join(',');
  const cells = Object.values(columns);
  for await (const line of readArchives(roots, unreadable)) {
    if (fits(line, wanted)) yield cells.map((cell) => quoted(cell(line, line.grant))).join(',');
  }
}

/** What `audit log WORD` tells from archives, as JSON lines, as far as a grant of that name goes before a ticket. */
export async function logLines(roots: readonly string[], word: string, unreadable: Unreadable): Promise<string[]> {
  const named = readAuditWord(word) ?? {};
  const { ticket, grant, ...rest } = named;
  const [own, others]: [string[], string[]] = [[], []];
  const wanted = ticket === undefined ? rest : { ticket };
  for await (const line of readArchives(roots, unreadable)) {
    if (grant && line.event.grant === grant) own.push(jsonOf(line));
    if (fits(line, wanted)) others.push(jsonOf(line));
  }
  return own.length > 0 ? own : others;
}

type Cell = (line: Read, grant: Grant | null) => string | number | null | undefined;

const columns: Record<string, Cell> = {
  at: ({ event }) => new Date(event.at).toISOString(),
  business: ({ business }) => business,
  grant: ({ event }) => event.grant,
  kind: ({ event }) => event.kind,
  state: ({ event }) => event.state,
  actor: ({ event }) => event.actor,
  holder: (_, grant) => grant?.requester,
  asset: ({ event }, grant) => {
    const { asset } = subjectOf(event, grant);
    return asset && assetKey(asset);
  },
  asset_name: ({ event }, grant) => subjectOf(event, grant).assetName,
  ticket: (_, grant) => grant?.ticket,
  level: (_, grant) => grant?.level,
  tasks: ({ event }, grant) => subjectOf(event, grant).tasks?.join(' '),
  because: (_, grant) => grant?.because,
  detail: ({ event }) =>
    Object.entries(event.detail ?? {})
      .map(([name, value]) => `${name}=${value}`)
      .join('; '),
  seq: ({ seq }) => seq,
  hash: ({ hash }) => hash,
};

/** Where a formula may begin: spreadsheets of some languages begin a cell behind each semicolon, quotes or not, and know the wide signs. */
const FORMULA = /(?:^|[;\t\r\n])\s*(?=[=+\-@＝＋－＠])/g;

/** A spreadsheet must not take what a customer or an agent wrote for a formula. */
function quoted(value: ReturnType<Cell>): string {
  const plain = String(value ?? '').replace(FORMULA, "$&'");
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

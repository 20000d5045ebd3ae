import type { AssetKind, AssetRef, Ownership } from '../access/asset.ts';
import { formatDuration } from '../access/duration.ts';
import type { EndReason, Grant, SlackUserId } from '../access/grant.ts';
import { bothSides } from '../access/group-tasks.ts';
import type { Elsewhere } from '../access/paths.ts';
import type { Contents } from '../access/ports/meta.ts';
import { normal, sideOf, type Task } from '../access/tasks.ts';
import { listed, safe } from './text.ts';

const KINDS: Record<AssetKind, string> = { page: 'Page', adaccount: 'ad account', group: 'project' };

/** `Page 123`. */
export const assetNumber = ({ kind, id }: AssetRef): string => `${KINDS[kind]} ${id}`;

/** `Acme Shoes (Page 123)`; the number alone when there is no name. */
export const assetWords = (asset: AssetRef, name?: string): string =>
  name ? `${safe(name, 80)} (${assetNumber(asset)})` : assetNumber(asset);

/** The asset as it is typed in a command. */
export const assetCommand = ({ kind, id }: AssetRef): string =>
  kind === 'adaccount' ? `act_${id}` : `${kind === 'page' ? 'page' : 'project'} ${id}`;

/** Who owns it, in words of the people who ask. */
const OWNERSHIP: Record<Ownership, string> = {
  owned: 'Ours',
  client: "A client's, shared with us",
  pending: "A client's, asked for and not shared yet",
  none: 'Not shared with us',
};

/** A person. Slack shows the name that the reader knows. */
export const person = (user: SlackUserId): string => (/^[UW][A-Z0-9]+$/.test(user) ? `<@${user}>` : 'Hallpass');

/** As many ways as a sentence bears. */
const MOST_WAYS = 8;

/** Ways to an asset besides being assigned to it: `as an admin of the business and through the asset group “Acme”`. */
export function wayWords(ways: readonly Elsewhere[]): string {
  const more = ways.length - MOST_WAYS;
  return listed([...ways.slice(0, MOST_WAYS).map(oneWay), ...(more > 0 ? [`in ${more} more ways`] : [])]);
}

function oneWay(way: Elsewhere): string {
  if (way.kind === 'role') return 'as an admin of the business';
  const by = way.by ? ` (${way.by})` : '';
  return way.kind === 'group'
    ? `through the asset group “${safe(way.name, 80)}”${by}`
    : `to ${assetWords(way.asset, way.name)} in it, by an assignment of its own${by}`;
}

const TASKS = new Map<Task, string>([
  ['ADVERTISE', 'create and edit ads'],
  ['ANALYZE', 'see insights'],
  ['CREATE_CONTENT', 'publish'],
  ['DRAFT', 'make drafts'],
  ['FULL_CONTROL', 'full control'],
  ['MANAGE', 'full control'],
  ['MANAGE_LEADS', 'manage leads'],
  ['MESSAGING', 'answer messages'],
  ['MODERATE', 'moderate comments'],
  ['VIEW_MONETIZATION_INSIGHTS', 'see earnings'],
]);

/** Tasks in Meta's words, sorted: `ADVERTISE, ANALYZE`; for a group each side by itself. */
export const taskNames = (tasks: readonly Task[]): string =>
  tasks.length === 0
    ? 'nothing'
    : safe(
        bySide(tasks, (some) => normal(some).join(', ')),
        400,
      );

/** What somebody may do with these tasks: `see insights and publish`. */
export const taskWords = (tasks: readonly Task[]): string => safe(bySide(tasks, inWords), 400);

const inWords = (tasks: readonly Task[]): string =>
  listed([...new Set(normal(tasks).map((task) => TASKS.get(task) ?? task.toLowerCase().replaceAll('_', ' ')))]);

/** `Pages: see insights; ad accounts: see insights`; what belongs to no side stands alone. */
function bySide(tasks: readonly Task[], say: (tasks: readonly Task[]) => string): string {
  const { pages, accounts } = bothSides(tasks);
  const alone = tasks.filter((task) => sideOf(task) === '');
  return [
    ...(alone.length > 0 ? [say(alone)] : []),
    ...(pages.length > 0 ? [`Pages: ${say(pages)}`] : []),
    ...(accounts.length > 0 ? [`ad accounts: ${say(accounts)}`] : []),
  ].join('; ');
}

/** Whose an asset is; a group is always the business' own, what is in it may not be. */
export const ownerWords = ({ kind }: AssetRef, ownership: Ownership): string =>
  kind === 'group' && ownership === 'client' ? "Ours, with clients' assets in it" : OWNERSHIP[ownership];

/** What is in a group: `3 assets: Acme Shoes, Acme Outlet and 1 more`. */
export function contentWords({ count, names }: Contents): string {
  const shown = names.map((name) => safe(name, 60));
  const more = count - shown.length;
  const what = listed(more > 0 ? [...shown, `${more} more`] : shown);
  return `${count} ${count === 1 ? 'asset' : 'assets'}${what ? `: ${what}` : ''}`;
}

/** `analyst: see insights (ANALYZE)`. */
export const levelWords = ({ level, tasks }: Pick<Grant, 'level' | 'tasks'>): string =>
  `${safe(level, 40)}: ${taskWords(tasks)} (${taskNames(tasks)})`;

/** `analyst for 1 h`: the terms of a wish or an approval. */
export const termWords = ({ level, duration }: Pick<Grant, 'level' | 'duration'>): string =>
  `${safe(level, 40)} for ${formatDuration(duration)}`;

/** Why a grant ended, to follow a comma or stand in brackets. */
export function endWords(end: {
  endReason: EndReason;
  endedBy?: SlackUserId;
  note?: string;
  activeAt?: number;
}): string {
  const by = end.endedBy ? ` by ${person(end.endedBy)}` : '';
  const note = end.note ? `: ${safe(end.note, 300)}` : '';
  switch (end.endReason) {
    case 'expired':
      return 'the time was up';
    case 'released':
      return `released${by}`;
    case 'revoked':
      return `revoked${by}${note}`;
    case 'ticket-closed':
      return 'the ticket was closed';
    case 'offboarded':
      return 'the person left';
    case 'customer-revoked':
      return 'the customer took the access back';
    case 'drift':
      return 'somebody had taken it away at Meta, outside of Hallpass';
    case 'policy':
      return end.activeAt === undefined
        ? `Meta did not show the access in time, so it was taken back${note}`
        : `the rules no longer allow it${note}`;
  }
}

import type { AssetRef } from '../../access/asset.ts';
import type { Share } from '../../access/ports/meta.ts';
import type { Task } from '../../access/tasks.ts';
import type { Graph } from '../call.ts';
import { edges, request } from '../contract.ts';
import { AccessStatus, AssetRequest, NamedNode } from '../schemas.ts';
import { unlessRefused } from '../unless-refused.ts';
import { listRows } from './list-rows.ts';

/** How a Page stands to the business now: `none` is only said when every list was read to its end and hid nothing. */
export async function readShare(graph: Graph, business: string, { id }: AssetRef): Promise<Share> {
  const of = (edge: typeof edges.ownedPages) => listRows(graph, { edge, id: business, row: NamedNode });
  // The shared ones last: what is agreed to in between is on the later list.
  const requests = listRows(graph, { edge: edges.pendingClientPages, id: business, row: AssetRequest });
  const asked = await unlessRefused(requests, () => null);
  const [clients, owned] = await Promise.all([of(edges.clientPagesBare), of(edges.ownedPages)]);
  if ([...clients, ...owned].some((page) => page.id === id)) return 'shared';
  if (asked?.some(({ page }) => page?.id === id)) return 'asked';
  return asked?.every(({ page }) => page) ? 'none' : 'unread';
}

/** Asks the customer for a Page with these tasks. Meta mails them, or agrees at once where our own user may. */
export async function askForPage(
  graph: Graph,
  business: string,
  { page, tasks }: { page: AssetRef; tasks: Task[] },
): Promise<'shared' | 'asked'> {
  const call = request(edges.askForPage, business, { page_id: page.id, permitted_tasks: tasks });
  const { access_status: status } = await graph.call({ ...call, answer: AccessStatus, priority: 'grant' });
  return status === 'CONFIRMED' ? 'shared' : 'asked';
}

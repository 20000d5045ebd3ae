import type { AssetRef } from '../access/asset.ts';
import type { Desk } from '../access/desk.ts';
import { explain } from '../access/explain.ts';
import type { GrantId, SlackUserId } from '../access/grant.ts';
import { whoIs } from '../access/identify.ts';
import { log as look, mine, pending, type Subject, story } from '../access/look.ts';
import { lookAt } from '../access/look-at.ts';
import { mayDecide, mayLead } from '../access/policy.ts';
import type { Message } from '../access/ports/slack.ts';
import { standingOn } from '../access/reconcile/on-demand.ts';
import { levelsWithin } from '../access/terms.ts';
import { refusalText } from '../views/refusal.ts';
import { link } from '../views/replies/link.ts';
import { type Entry, log } from '../views/replies/log.ts';
import { mine as mineView } from '../views/replies/mine.ts';
import { pending as pendingView } from '../views/replies/pending.ts';
import { refusalMessage } from '../views/replies/refused.ts';
import { show } from '../views/replies/show.ts';
import { infoOf, who } from '../views/replies/who.ts';
import { why } from '../views/replies/why.ts';
import { assetNumber } from '../views/words.ts';

const MOST = 40;

export const answerMine = async (desk: Desk, user: SlackUserId): Promise<Message> =>
  mineView(await mine(desk, user), desk.clock.now());

export const answerPending = async (desk: Desk): Promise<Message> => pendingView(await pending(desk), desk.clock.now());

export const answerWho = async (desk: Desk, asset: AssetRef): Promise<Message> => who(await lookAt(desk, asset));

export async function answerShow(desk: Desk, actor: SlackUserId, asset: AssetRef): Promise<Message> {
  const [view, own, standing] = await Promise.all([
    lookAt(desk, asset),
    explain(desk, actor, asset),
    standingOn(desk, asset),
  ]);
  const info = infoOf(view.sight);
  const { rules } = desk.business;
  const asks = rules.askCustomers === 'approval';
  return show(view, { levels: info ? levelsWithin(rules, info) : [], own, asks, standing });
}

export async function answerLog(desk: Desk, actor: SlackUserId, subject: Subject): Promise<Message> {
  const history = await look(desk, actor, subject, MOST);
  if (!history.ok) return refusalMessage(history.refusal);
  const { stories, found } = history.value;
  const entries: Entry[] = [
    ...stories.flatMap(({ grant, events }) => events.map((event) => ({ event, grant }))),
    ...found.map((event) => ({ event })),
  ];
  entries.sort(({ event: a }, { event: b }) => b.at - a.at || b.id.localeCompare(a.id, 'en', { numeric: true }));
  return log(title(subject), entries.slice(0, MOST), desk.business.rules.retention);
}

function title(subject: Subject): string {
  if ('asset' in subject) return assetNumber(subject.asset);
  return 'ticket' in subject ? `ticket ${subject.ticket}` : 'one person';
}

export async function answerWhy(desk: Desk, actor: SlackUserId, id: GrantId): Promise<Message> {
  const found = await story(desk, id);
  if (!found.ok) return refusalMessage(found.refusal);
  const { grant, events } = found.value;
  if (grant.state !== 'pending') return why(grant, events);
  const decision = await mayDecide(desk, actor, grant);
  return why(grant, events, [
    decision.ok ? 'You may decide it: you are listed as approver.' : refusalText(decision.refusal),
  ]);
}

/** Which person of the business somebody is, by e-mail: oneself, or for leads anybody, with the link of an open invitation. */
export async function answerLink(desk: Desk, actor: SlackUserId, user: SlackUserId = actor): Promise<Message> {
  const lead = await mayLead(desk, actor);
  if (user !== actor && !lead.ok) return refusalMessage(lead.refusal);
  const found = await whoIs(desk, user);
  if (!found.ok) return refusalMessage(found.refusal);
  return link(found.value.found, found.value.email, { of: user === actor ? undefined : user, lead: lead.ok });
}

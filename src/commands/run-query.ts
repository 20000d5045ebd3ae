import type { AssetRef } from '../access/asset.ts';
import { asking, type Desk } from '../access/desk.ts';
import type { GrantId, SlackUserId } from '../access/grant.ts';
import { log as look, mine, pending, type Subject, story } from '../access/look.ts';
import { lookAt } from '../access/look-at.ts';
import { mayDecide } from '../access/policy.ts';
import type { Message } from '../access/ports/slack.ts';
import { done } from '../access/refusal.ts';
import { levelsWithin } from '../access/terms.ts';
import { refusalText } from '../views/refusal.ts';
import { link } from '../views/replies/link.ts';
import { log } from '../views/replies/log.ts';
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

export async function answerShow(desk: Desk, asset: AssetRef): Promise<Message> {
  const view = await lookAt(desk, asset);
  const info = infoOf(view.sight);
  return show(view, info ? levelsWithin(desk.business.rules, info) : []);
}

export async function answerLog(desk: Desk, actor: SlackUserId, subject: Subject): Promise<Message> {
  const stories = await look(desk, actor, subject, MOST);
  if (!stories.ok) return refusalMessage(stories.refusal);
  const entries = stories.value.flatMap(({ grant, events }) => events.map((event) => ({ event, grant })));
  entries.sort((a, b) => b.event.at - a.event.at);
  return log(title(subject), entries.slice(0, MOST));
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

/** Which person of the business the asker is, by e-mail. */
export async function answerLink(desk: Desk, user: SlackUserId): Promise<Message> {
  const email = (await desk.directory.person(user))?.email;
  if (!email) return refusalMessage({ code: 'no_email', user });
  const found = await asking(async () => done(await desk.meta.person(email.toLowerCase())));
  return found.ok ? link(found.value, email) : refusalMessage(found.refusal);
}

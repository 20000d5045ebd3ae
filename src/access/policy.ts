import type { Desk } from './desk.ts';
import type { Grant, SlackUserId } from './grant.ts';
import type { Rules } from './policy-rules.ts';
import type { Directory } from './ports/slack.ts';
import { done, type Outcome, refuse } from './refusal.ts';

/** Whether a person is listed as approver now, by name or through a user group. */
export async function isApprover(rules: Rules, directory: Directory, user: SlackUserId): Promise<boolean> {
  if (rules.approvers.includes(user)) return true;
  for (const group of rules.approvers.filter((id) => id.startsWith('S'))) {
    if ((await directory.group(group)).includes(user)) return true;
  }
  return false;
}

/** Decides at the moment of the click whether this person may approve or deny this request, whatever the card looked like. */
export async function mayDecide(desk: Desk, actor: SlackUserId, grant: Grant): Promise<Outcome<'approver'>> {
  if (actor === grant.requester) return refuse({ code: 'self_approval' });
  return mayLead(desk, actor);
}

/**
 * Whether somebody may ask, decide or read at all: an active member of the workspace, and neither a guest nor of another workspace, whatever
 * hallpass.yml says of them. Others decide on such an account, and nobody here sees when it changes hands.
 */
export async function mayUse({ directory }: Pick<Desk, 'directory'>, user: SlackUserId): Promise<Outcome<'member'>> {
  const person = await directory.person(user);
  if (!person || person.deleted || person.bot) return refuse({ code: 'account_gone' });
  return person.outsider ? refuse({ code: 'outsider', user, who: person.outsider }) : done('member');
}

/** Decides whether this person may act as a team lead: listed, and still a member of the workspace. */
export async function mayLead(desk: Desk, actor: SlackUserId): Promise<Outcome<'approver'>> {
  if (!(await isApprover(desk.business.rules, desk.directory, actor))) return refuse({ code: 'not_approver' });
  const member = await mayUse(desk, actor);
  if (member.ok) return done('approver');
  return member.refusal.code === 'outsider' ? member : refuse({ code: 'approver_left' });
}

/** Whether this person may read what others did: approvers and auditors may, everyone reads their own. */
export async function mayRead(desk: Desk, actor: SlackUserId, subject: SlackUserId): Promise<Outcome<'reader'>> {
  if (actor === subject || desk.business.rules.auditors.includes(actor)) return done('reader');
  return (await isApprover(desk.business.rules, desk.directory, actor))
    ? done('reader')
    : refuse({ code: 'not_readable' });
}

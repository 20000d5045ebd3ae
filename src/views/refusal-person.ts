import type { Refusal } from '../access/refusal.ts';
import { safe } from './text.ts';
import { when } from './when.ts';
import { person } from './words.ts';

type PersonRefusal = Extract<
  Refusal,
  {
    code:
      | 'self_approval'
      | 'not_approver'
      | 'approver_left'
      | 'requester_left'
      | 'outsider'
      | 'account_gone'
      | 'not_holder'
      | 'not_requester'
      | 'not_readable'
      | 'no_email'
      | 'person_absent'
      | 'person_unconfirmed'
      | 'person_invited'
      | 'person_ambiguous'
      | 'person_shared'
      | 'two_factor_missing';
  }
>;

/** Words for refusals that are about who somebody is or what they may do. */
export function personRefusal(refusal: PersonRefusal): string {
  switch (refusal.code) {
    case 'self_approval':
      return 'Nobody decides on their own request or access. Ask another lead to do it.';
    case 'not_approver':
      return 'Only team leads can do this, and you are not listed as one. Ask a lead in this channel.';
    case 'approver_left':
      return 'Your Slack account is no longer active as a lead, so this does not count. Ask another lead, or whoever runs Hallpass.';
    case 'requester_left':
      return `${person(refusal.user)} has no active Slack account any more, so nothing was given. Deny the request, or have whoever took over the ticket ask.`;
    case 'outsider': {
      const who = refusal.who === 'guest' ? 'a guest in this Slack workspace' : 'from another Slack workspace';
      return `${person(refusal.user)} is ${who}, and only full members of ours can use Hallpass, so nothing was changed. Ask somebody of the team to do it.`;
    }
    case 'account_gone':
      return 'This Slack account is not active any more, so nothing was changed. Ask somebody of the team to do it.';
    case 'not_holder':
      return `${safe(refusal.id, 60)} is somebody else's access, so you can't do this. Ask its holder, or a lead can revoke it.`;
    case 'not_requester':
      return `${safe(refusal.id, 60)} was asked for by somebody else. Only they can take it back. Ask them, or have a lead deny it.`;
    case 'not_readable':
      return "You can read your own history only. Ask a lead or an auditor for somebody else's; `/access mine` shows yours.";
    case 'no_email':
      return `Slack shows no e-mail address for ${person(refusal.user)}, by which people are found at Meta. Add one to the Slack profile, or tell whoever runs Hallpass.`;
    case 'person_absent': {
      const { hidden } = refusal;
      if (hidden) {
        return `Meta shows nobody with the address ${safe(refusal.email, 150)} in the business, but hides the addresses of ${hidden} of its people, of whom this may be one. Ask an admin of the business to look in Business Settings: if the address is missing, to invite it; if it is there, tell whoever runs Hallpass.`;
      }
      return `Nobody with the address ${safe(refusal.email, 150)} is in the business at Meta. Ask an admin of the business to invite that address, then ask again.`;
    }
    case 'person_unconfirmed':
      return `The address ${safe(refusal.email, 150)} stands at a person of the business at Meta, who has not confirmed it yet, so it does not tell who that is. Open Meta's e-mail to that address and confirm it, then ask again.`;
    case 'person_invited': {
      const since = refusal.since === undefined ? '' : ` ${when(refusal.since)}`;
      if (refusal.over) {
        return `${safe(refusal.email, 150)} was invited to the business at Meta${since}, and that invitation is over: it was not accepted in time, or was taken back. Ask an admin of the business to invite the address again, then accept it and ask again.`;
      }
      const until = refusal.until === undefined ? '' : ` The invitation is good until ${when(refusal.until)}.`;
      return `${safe(refusal.email, 150)} was invited to the business at Meta${since} and has not accepted yet.${until} Open Meta's e-mail and accept, then ask again. If the e-mail is lost, a lead sees the invitation's link with \`/access link @you\`.`;
    }
    case 'person_ambiguous':
      return `${refusal.count} people of the business at Meta have the address ${safe(refusal.email, 150)}, so it is not clear which of them it is. Ask an admin of the business to leave one of them.`;
    case 'two_factor_missing':
      return 'The business at Meta wants two-factor authentication of you, and yours is off, so Meta would not let you use the access. Turn it on in your Facebook account (Settings, Password and security), then ask again.';
    case 'person_shared':
      return `The person at Meta with the address ${safe(refusal.email, 150)} is linked to ${person(refusal.other)} already. Each person uses their own; ask an admin of the business to set one up for you.`;
  }
}

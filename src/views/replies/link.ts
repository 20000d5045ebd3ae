import type { SlackUserId } from '../../access/grant.ts';
import type { PersonLookup } from '../../access/ports/meta.ts';
import { section } from '../blocks.ts';
import { type Message, message } from '../limits.ts';
import { refusalText } from '../refusal.ts';
import { safe } from '../text.ts';
import { when } from '../when.ts';
import { person } from '../words.ts';

/** `of`: whom a lead asks about; undefined when people ask about themselves. */
type Whose = { of?: SlackUserId | undefined; lead?: boolean };

/** Answer to `link`: which person of the business somebody is, found by the e-mail address that Slack knows; leads see an invitation's link. */
export function link(lookup: PersonLookup, email: string, whose: Whose = {}): Message {
  const text = sentence(lookup, email, whose);
  return message(text, [section(text)]);
}

function sentence(lookup: PersonLookup, email: string, { of, lead = false }: Whose): string {
  switch (lookup.kind) {
    case 'member': {
      const role = lookup.admin ? ' As an admin of the business they hold all of its assets already.' : '';
      const name = `${safe(lookup.name, 100)} in the business at Meta (by ${safe(email, 150)})`;
      if (of) return `${person(of)} is ${name}.${role}`;
      return `You are ${name}. You can ask for access.${role.replace('they hold', 'you hold')}`;
    }
    case 'invited': {
      if (lookup.over) {
        const { kind: _, link: __, ...times } = lookup;
        return refusalText({ code: 'person_invited', email, ...times });
      }
      const until = lookup.until === undefined ? '' : ` It is good until ${when(lookup.until)}.`;
      const address = lead && /^https:\/\/[^\s<>|]+$/.test(lookup.link ?? '') ? ` <${lookup.link}|The invitation>` : '';
      const next = address
        ? `${address} is for ${of ? person(of) : 'you'} alone: pass it on to nobody else.`
        : ` Open the e-mail from Meta and accept it, then ask again; if it is lost, a lead sees the link with \`/access link @you\`.`;
      return `${safe(email, 150)} was invited to the business at Meta, but the invitation is not accepted yet.${until}${next}`;
    }
    case 'ambiguous':
      return refusalText({ code: 'person_ambiguous', email, count: lookup.count });
    case 'unconfirmed':
      return refusalText({ code: 'person_unconfirmed', email });
    case 'absent':
      return refusalText({ code: 'person_absent', email, ...(lookup.hidden ? { hidden: lookup.hidden } : {}) });
  }
}

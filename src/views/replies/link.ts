import type { PersonLookup } from '../../access/ports/meta.ts';
import { section } from '../blocks.ts';
import { type Message, message } from '../limits.ts';
import { refusalText } from '../refusal.ts';
import { safe } from '../text.ts';
import { when } from '../when.ts';

/** Answer to `link`: which person of the business the asker is, found by the e-mail address that Slack knows. */
export function link(lookup: PersonLookup, email: string): Message {
  const text = sentence(lookup, email);
  return message(text, [section(text)]);
}

function sentence(lookup: PersonLookup, email: string): string {
  switch (lookup.kind) {
    case 'member':
      return `You are ${safe(lookup.name, 100)} in the business at Meta (by ${safe(email, 150)}). You can ask for access.`;
    case 'invited': {
      const address = /^https:\/\/[^\s<>|]+$/.test(lookup.link ?? '') ? ` <${lookup.link}|Accept the invitation>.` : '';
      const until = lookup.until === undefined ? '' : ` It is good until ${when(lookup.until)}.`;
      return `${safe(email, 150)} was invited to the business at Meta, but the invitation is not accepted yet.${until}${address || ' Open the e-mail from Meta and accept it, then ask again.'}`;
    }
    case 'ambiguous':
      return refusalText({ code: 'person_ambiguous', email, count: lookup.count });
    case 'absent':
      return refusalText({ code: 'person_absent', email });
  }
}

import type { Grant } from '../../access/grant.ts';
import { context, section } from '../blocks.ts';
import { grantLine } from '../grant-line.ts';
import { type Message, message } from '../limits.ts';
import { lines } from '../lines.ts';
import { wayWords } from '../words.ts';

/** Answer to a request that was taken: what happens next, since nothing was given yet. */
export function accepted(grants: readonly Grant[]): Message {
  const said = grants.length === 1 ? `Asked: ${grants[0]?.id}.` : `Asked: ${grants.length} requests.`;
  return message(said, [
    section(`*${said}* The card is in this channel, a lead decides there.`),
    ...lines(grants.map((grant) => grantLine(grant))),
    ...lines(grants.flatMap(alreadyLine)),
    context('The time starts when the access is seen at Meta, not before. You get a message then.'),
  ]);
}

/** Who holds it already needs no grant; they may take the request back. */
const alreadyLine = ({ id, already }: Grant): string[] =>
  already
    ? [
        `You have this access ${wayWords(already)} already, so you may not need ${id}: \`/access cancel ${id}\` takes it back.`,
      ]
    : [];

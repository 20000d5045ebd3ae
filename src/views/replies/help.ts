import { context, section } from '../blocks.ts';
import { type Message, message } from '../limits.ts';
import { lines } from '../lines.ts';

type Topic = { what: string; examples: readonly string[]; note?: string };

/** Every verb: what it does, lines that work as they stand, and what else there is to know. */
const TOPICS = new Map<string, Topic>([
  [
    'request',
    {
      what: 'Asks for access for a ticket. A lead decides; the time starts when the access is seen at Meta.',
      examples: [
        'request page 123 for ticket 456',
        'request act_123 for ticket 456 as analyst for 2h because ads stopped',
        'request pages 1, 2 and 3 for ticket 456',
        'request project "Acme" for ticket 456',
        'request https://www.facebook.com/profile.php?id=123 for ticket 456',
        'request page 123 because "ads stopped for 30m" for ticket 456',
      ],
      note: 'What follows `because` is the reason; `for ticket 456`, `for 30m` and `as analyst` at the very end of the line still count by themselves. Put the reason in quotes to keep all of it together.',
    },
  ],
  [
    'ask',
    {
      what: 'Asks the customer for a Page that is not shared with us, when a lead approves that; goes on by itself when they agree.',
      examples: ['ask page 123 for ticket 456', 'ask page 123 for ticket 456 as advertiser for 2h'],
      note: 'Else it is like `request`. For ad accounts ask the customer yourself: Meta lets nobody ask for them this way.',
    },
  ],
  [
    'approve',
    {
      what: 'Says yes, as asked or with another time or level. For leads.',
      examples: ['approve EU-12', 'approve EU-12 30m as analyst'],
    },
  ],
  ['deny', { what: 'Says no, with a reason. For leads.', examples: ['deny EU-12 wrong customer'] }],
  ['extend', { what: 'Asks for more time, before the end.', examples: ['extend EU-12 30m'] }],
  ['release', { what: 'Ends your access now, when you are done.', examples: ['release EU-12'] }],
  [
    'revoke',
    { what: "Ends somebody's access now. For leads.", examples: ['revoke EU-12 because the ticket is solved'] },
  ],
  ['cancel', { what: 'Takes back a request that nobody decided yet.', examples: ['cancel EU-12'] }],
  [
    'leave',
    {
      what: "Takes a customer's asset out of our business, once nobody's access to it is open any more. For leads.",
      examples: ['leave EU-12'],
    },
  ],
  ['mine', { what: 'Shows your access and requests.', examples: ['mine'] }],
  ['pending', { what: 'Shows what waits for a lead.', examples: ['pending'] }],
  ['who', { what: 'Shows who has access to an asset now.', examples: ['who page 123', 'who act_123'] }],
  ['show', { what: 'Shows an asset: whose it is, how far access may go, who has it.', examples: ['show page 123'] }],
  [
    'log',
    {
      what: 'Shows the history of an asset, a ticket or a person.',
      examples: ['log page 123', 'log ticket 456', 'log @ana'],
    },
  ],
  ['why', { what: 'Tells the story of one request.', examples: ['why EU-12'] }],
  [
    'link',
    {
      what: 'Shows which person you are at Meta; for leads, which person somebody is.',
      examples: ['link', 'link @ana'],
      note: 'Leads also see the link of an invitation that was not accepted yet.',
    },
  ],
  [
    'reconcile',
    {
      what: 'Looks at Meta for access that differs from what is known here: on everything, or on one asset, with what to decide. For leads.',
      examples: ['reconcile page 123', 'reconcile'],
    },
  ],
  [
    'adopt',
    {
      what: 'Gives access that nobody gave here an end, as if it had been asked for and approved. For leads.',
      examples: ['adopt @ana page 123 for 2h', 'adopt @ana page 123 for 2h as analyst'],
    },
  ],
  ['help', { what: 'Shows this, or more about one word.', examples: ['help', 'help request'] }],
]);

const code = (example: string): string => `\`/access ${example}\``;

/** Answer to `help`: all verbs with an example each, or one with all its examples. */
export function help(topic?: string): Message {
  const one = topic === undefined ? undefined : TOPICS.get(topic);
  if (one)
    return message(`/access ${topic}`, [
      section(`*${topic}*  ${one.what}`),
      ...lines(one.examples.map(code)),
      ...(one.note ? [context(one.note)] : []),
    ]);
  return message('What /access can do', [
    section('*What `/access` can do*  `/access` alone opens a form.'),
    ...lines([...TOPICS].map(([, { what, examples }]) => `${code(examples[0] ?? '')}  ${what}`)),
    context(
      'Times are written `30m`, `2h`, `1h30m`. In the thread of a card a lead may just write `approve`, `approve 30m as analyst` or `deny wrong customer`.',
    ),
  ]);
}

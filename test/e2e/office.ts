import type { Message, Person } from '../../demo/slack/workspace.ts';
import type { GrantIn } from '../../src/access/grant.ts';
import { eventually } from '../support/eventually.ts';
import { type Stage, stage } from '../support/stage.ts';

export const SUPPORT = 'C0SUPPORT';
export const USDESK = 'C0USDESK';
/** Business-scoped ids of the demo's people. */
export const ANA = '900000000000001';
export const BEN = '900000000000002';

/** A person with ears: what they type, and what they alone are told. */
export type Agent = Person & {
  id: string;
  /** Types a command, and answers what came back privately. */
  asks(line: string, channel?: string): Promise<string>;
  /** Presses a button on a card, and answers what came back privately. */
  presses(id: string, action: string, options?: { stale: boolean }): Promise<string>;
  /** Writes into the card's thread. */
  replies(id: string, text: string): Promise<void>;
  /** Everything that was said to them alone in channels, oldest first. */
  heard(): string[];
  /** The bot's direct messages to them, oldest first. */
  inbox(): string[];
  /** Waits for a private answer that says this. */
  hears(what: RegExp): Promise<string>;
  /** Waits for a direct message that says this. */
  reads(what: RegExp): Promise<string>;
};

/** The stage with the demo's people on it, and eyes for what everybody in the channel sees. */
export type Office = Stage & {
  ana: Agent;
  ben: Agent;
  lea: Agent;
  lou: Agent;
  olga: Agent;
  agent(id: string): Agent;
  /** Waits for the grant's card. */
  card(id: string): Promise<Message>;
  /** Waits until the card says this, and answers all its words. */
  shows(id: string, what: RegExp): Promise<string>;
  /** The lines of the card's thread, the bot's and people's. */
  thread(id: string): Promise<string[]>;
  /** Waits until the card's thread says this. */
  tells(id: string, what: RegExp): Promise<string[]>;
  /** The ids of the cards in a channel, oldest first. */
  cards(channel?: string): string[];
  /** Asks and waits for the card; answers the id. */
  requested(agent: Agent, line: string): Promise<string>;
  /** Asks, has Lea approve, and waits for the proof and for everybody to have been told. */
  active(agent: Agent, line: string): Promise<GrantIn<'active'>>;
};

/** Everything that people read in a message. */
export function words({ text, blocks }: Pick<Message, 'text' | 'blocks'>): string {
  const texts: string[] = [];
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, part] of Object.entries(value)) {
      if (name === 'text' && typeof part === 'string') texts.push(part);
      else collect(part);
    }
  };
  collect(blocks);
  return texts.length > 0 ? texts.join('\n') : text;
}

/** The actions that a message offers. */
export const offers = ({ blocks }: Pick<Message, 'blocks'>): string[] =>
  [...JSON.stringify(blocks).matchAll(/"action_id":"hallpass_(\w+)"/g)].map(([, name = '']) => name);

const present = <T>(found: T | undefined, what: string): T => {
  if (found === undefined) throw new Error(`${what} is not there yet`);
  return found;
};
const saying = (texts: readonly string[], what: RegExp): string =>
  present(
    texts.findLast((text) => what.test(text)),
    `“${what.source}” among ${JSON.stringify(texts)}`,
  );

function agentOn({ workspace, ledger }: Stage, id: string): Agent {
  const person = workspace.as(id);
  const heard = () => workspace.ephemerals(id).map(words);
  const inbox = () => workspace.dm(id).map(words);
  const place = async (grant: string) => {
    const found = await ledger.get(grant);
    return { channel: found?.channel ?? SUPPORT, ts: present(found?.card, `the card of ${grant}`) };
  };
  const next = async (act: () => Promise<{ status: string }>) => {
    const before = heard().length;
    const { status } = await act();
    if (status !== 'acked') throw new Error(`the bot did not acknowledge: ${status}`);
    return eventually(() => present(heard()[before], `an answer to ${id}`), 5_000);
  };
  return {
    ...person,
    id,
    asks: (line, channel = SUPPORT) => next(() => person.command(channel, `/access ${line}`)),
    presses: (grant, action, options = { stale: false }) =>
      next(async () => person.click(await place(grant), `hallpass_${action}`, options)),
    replies: async (grant, text) => {
      const { channel, ts } = await place(grant);
      await person.say(channel, text, { threadTs: ts });
    },
    heard,
    inbox,
    hears: (what) => eventually(() => saying(heard(), what), 5_000),
    reads: (what) => eventually(() => saying(inbox(), what), 5_000),
  };
}

/** Opens the office; everything is taken down when the test is finished. */
export async function office(options: Parameters<typeof stage>[0] = {}): Promise<Office> {
  const own = await stage(options);
  const { workspace, ledger } = own;
  const agent = (id: string) => agentOn(own, id);

  const card = (id: string) =>
    eventually(async () => {
      const found = await ledger.get(id);
      const messages = workspace.messages(found?.channel ?? SUPPORT);
      return present(
        messages.find(({ ts }) => ts === found?.card),
        `the card of ${id}`,
      );
    }, 5_000);
  const thread = async (id: string) => {
    const { ts, channel } = await card(id);
    return workspace
      .messages(channel)
      .filter(({ threadTs }) => threadTs === ts)
      .map(words);
  };
  const requested = async (asking: Agent, line: string) => {
    const answer = await asking.asks(line);
    const id = present(/Asked: ([A-Z]+-\d+)/.exec(answer)?.[1], `an id in “${answer}”`);
    await card(id);
    return id;
  };

  return Object.assign(own, {
    ana: agent('U0ANA'),
    ben: agent('U0BEN'),
    lea: agent('U0LEA'),
    lou: agent('U0LOU'),
    olga: agent('U0OLG'),
    agent,
    card,
    thread,
    requested,
    shows: (id: string, what: RegExp) => eventually(async () => saying([words(await card(id))], what)),
    tells: (id: string, what: RegExp) =>
      eventually(async () => {
        const lines = await thread(id);
        saying(lines, what);
        return lines;
      }),
    cards: (channel = SUPPORT) =>
      workspace
        .messages(channel)
        .filter(({ bot, threadTs }) => bot && threadTs === undefined)
        .map(({ text }) => text.split(':')[0] ?? ''),
    async active(asking: Agent, line: string) {
      const id = await requested(asking, line);
      await agent('U0LEA').presses(id, 'approve');
      const grant = await own.reaches(id, 'active');
      await eventually(() => saying(agent(grant.requester).inbox(), new RegExp(`You have [\\s\\S]*${id} `)));
      return grant;
    },
  });
}

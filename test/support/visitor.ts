import type { Locator, Page } from 'playwright-core';

/** Somebody in front of the demo's page, who knows it by what it says and not by how it is built. */
export type Visitor = ReturnType<typeof visit>;

/** A visitor's hands and eyes; everything is found by role and name. */
export function visit(page: Page) {
  const channel = page.getByRole('list', { name: 'Messages', exact: true });
  const thread = page.getByRole('region', { name: 'Thread' });
  const meta = page.getByRole('complementary', { name: 'What Meta says' });
  const button = (name: string | RegExp, within: Page | Locator = page) =>
    within.getByRole('button', { name, exact: typeof name === 'string' });
  const box = (name = /^Message /) => page.getByRole('textbox', { name });

  /** Writes a line and sends it, in the channel or conversation that is open. */
  async function say(line: string) {
    await box().fill(line);
    await box().press('Enter');
    // What a word in the middle of a line could be completed to is offered first, as in Slack.
    if ((await box().inputValue()) !== '') await box().press('Enter');
  }

  const privately = (text: string | RegExp) =>
    channel.getByRole('listitem').filter({ hasText: 'Only visible to you' }).filter({ hasText: text });

  /** The id that the private answer to a request of this ticket names. */
  async function idOf(ticket: string): Promise<string> {
    const answer = privately(new RegExp(`Asked: .* ticket ${ticket} `));
    await answer.waitFor();
    return /[A-Z]+-\d+/.exec(await answer.innerText())?.[0] ?? '';
  }

  return {
    page,
    channel,
    thread,
    meta,
    button,
    box,
    tour: page.getByRole('region', { name: 'Guided tour' }),
    dialog: page.getByRole('dialog'),
    /** The one card of a request in the channel. */
    card: (id: string) => channel.getByRole('listitem').filter({ hasText: `${id} · asked` }),
    /** What only the acting person sees in the channel. */
    privately,
    /** One asset as Meta has it. */
    asset: (name: string | RegExp) => meta.getByRole('group', { name }),
    field: (name: string) => page.getByRole('dialog').getByRole('group', { name }).getByRole('textbox'),

    act: (name: string) => page.getByRole('radio', { name: new RegExp(`^${name}`) }).click(),
    go: (name: RegExp) => page.getByRole('navigation', { name: 'Workspace' }).getByRole('button', { name }).click(),
    press: (name: string | RegExp, within?: Locator) => button(name, within).click(),

    say,
    idOf,
    async ask(line: string) {
      await say(line);
      return idOf(/ticket (\d+)/.exec(line)?.[1] ?? '');
    },
    async reply(line: string) {
      await box(/^Reply/).fill(line);
      await box(/^Reply/).press('Enter');
    },
  };
}

import { describe, expect, it } from 'vitest';
import { openWorkspace } from './slack-fixture.ts';
import { listen, payloadOf } from './slack-listener.ts';

const typed: Record<string, string> = {
  'who @ana': 'who <@U0ANA|ana>',
  'who @Ana Ruiz': 'who <@U0ANA|ana>',
  'who @anabel': 'who @anabel',
  'log #us-desk': 'log <#C0USDESK|us-desk>',
  'ask @team-leads': 'ask <!subteam^S0LEADS|@team-leads>',
  'who <@U0BEN|ben>': 'who <@U0BEN|ben>',
  'because a < b & c > d': 'because a &lt; b &amp; c &gt; d',
  'page https://www.facebook.com/123?a=1&b=2.': 'page <https://www.facebook.com/123?a=1&amp;b=2>.',
  'page facebook.com/123, please': 'page <http://facebook.com/123|facebook.com/123>, please',
  'link ana@northwind.example': 'link <mailto:ana@northwind.example|ana@northwind.example>',
};

describe('what a person types after a command', () => {
  it.each(Object.entries(typed))('%s', async (text, sent) => {
    const { workspace } = await openWorkspace();
    workspace.addUsergroup({ id: 'S0LEADS', handle: 'team-leads', users: ['U0LEA'] });
    const seen = await listen(workspace);

    await workspace.as('U0ANA').command('C0SUPPORT', `/access ${text}`);

    expect(payloadOf(seen.at(-1) ?? { body: '', headers: {} }).text).toBe(sent);
  });

  it('goes as it is to a command that does not ask for ids', async () => {
    const { workspace } = await openWorkspace();
    workspace.addCommand({ command: '/raw', usageHint: '', description: '', shouldEscape: false });
    const seen = await listen(workspace);

    await workspace.as('U0ANA').command('C0SUPPORT', '/raw who @ana & co');

    expect(payloadOf(seen.at(-1) ?? { body: '', headers: {} }).text).toBe('who @ana & co');
  });
});

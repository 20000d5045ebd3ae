import { expect, it } from 'vitest';
import { office, SUPPORT, words } from '../e2e/office.ts';
import { eventually } from '../support/eventually.ts';

const EU = '100000000000001';
const ANA = '900000000000001';
const HOSTILE =
  'Acme <!channel> @here <@U0LEA> *bold* `code`\n*Active* <https://evil.example|northwind> \u202Egnp.exe\u202C z\u200Bw "}],[{' +
  'x<'.repeat(2_000);

it('a name that Meta returns is mere text wherever Slack shows it', async () => {
  const here = await office();
  const { ana, lea, graph, workspace } = here;
  graph.world.addPage({ id: '4666', name: HOSTILE, owner: EU });

  const id = await here.requested(ana, 'request page 4666 for ticket 456');
  await lea.presses(id, 'approve');
  await here.reaches(id, 'active');
  for (const line of ['who page 4666', 'show page 4666', 'log page 4666', 'mine', `why ${id}`]) await ana.asks(line);
  await ana.asks(`release ${id}`);
  await here.reaches(id, 'ended');
  await eventually(() => expect(ana.inbox().join('\n')).toMatch(/removed/i));

  expect(graph.world.holds('4666', ANA)).toEqual([]);
  const posted = workspace.messages(SUPPORT).filter(({ bot }) => bot);
  const seen = [...posted.map(words), ...ana.heard(), ...ana.inbox(), ...lea.heard()];
  expect(seen.filter((text) => text.includes('Acme')).length).toBeGreaterThan(5);
  for (const text of seen) {
    expect(text).not.toMatch(/<!(?:channel|here|everyone)|<https?:\/\/evil|<@U0LEA> \*|[\u202A-\u202E\u2066-\u2069]/);
    expect(text.split('\n').filter((line) => line.startsWith('*Active* '))).toEqual([]);
    expect(text.length).toBeLessThan(12_000);
  }
});

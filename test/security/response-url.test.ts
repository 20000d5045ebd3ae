import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { slackSide } from '../support/slack-side.ts';

/** A machine inside that must hear nothing, and how often it did. */
async function inside() {
  let heard = 0;
  const server = createServer((_, response) => {
    heard += 1;
    response.end('ok');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, heard: () => heard };
}

it('an answer goes to no machine but Slack’s, whatever response_url a request brought', async () => {
  const { messenger, workspace } = await slackSide();
  const { port, heard } = await inside();
  const addresses = [
    `http://127.0.0.1:${port}/latest/meta-data/`,
    `http://localhost:${port}/`,
    `http://hooks.slack.com@127.0.0.1:${port}/`,
    `http://127.0.0.1:${port}/?hooks.slack.com`,
    `https://hooks.slack.com.evil.example:${port}/commands/1`,
    `https://evilslack.com:${port}/`,
    `file:///etc/passwd`,
    'nonsense',
  ];

  for (const url of addresses)
    await messenger.reply({ user: 'U0ANA', channel: 'C0SUPPORT', url }, { text: 'EU-1 waits for a lead.', blocks: [] });

  expect(heard()).toBe(0);
  expect(workspace.ephemerals('U0ANA')).toHaveLength(addresses.length);
});

import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver } from '@slack/bolt';

/** The baseline: a Bolt app that acknowledges `/access` and does nothing else. Prints its port. */
const receiver = new HTTPReceiver({
  signingSecret: process.env.SLACK_SIGNING_SECRET ?? '',
  endpoints: '/slack/events',
});
const app = new App({
  receiver,
  authorize: async () => ({ botToken: 'xoxb-bare', botId: 'B0BARE', botUserId: 'U0BARE' }),
});
app.command('/access', ({ ack }) => ack());
const server = (await app.start(0)) as import('node:http').Server;
console.log(JSON.stringify({ port: (server.address() as AddressInfo).port }));

import { describe, expect, it } from 'vitest';
import type { Message } from '../../src/access/ports/slack.ts';
import { SlackError } from '../../src/access/ports/slack.ts';
import { createMessenger } from '../../src/slack/messenger.ts';
import { handClock, START } from '../support/grants.ts';
import { slackSide } from '../support/slack-side.ts';

const CHANNEL = 'C0SUPPORT';
const MINUTE = 60_000;
const HELLO: Message = {
  text: 'Hello',
  blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '*Hello*' } }],
};
const card = (key: string, grant?: string) => ({ channel: CHANNEL, message: HELLO, key, ...(grant ? { grant } : {}) });

/** The error of a call that must fail with Slack's word. */
async function failure(work: Promise<unknown>): Promise<SlackError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof SlackError)) throw new Error(`no SlackError but ${error}`);
  return error;
}

describe('post', () => {
  it('puts text, blocks and an opaque key into the channel, and unfurls nothing', async () => {
    const { messenger, workspace } = await slackSide();

    const place = await messenger.post(card('card-EU-1', 'EU-1'));

    expect(workspace.messages(CHANNEL)).toMatchObject([
      {
        ts: place.ts,
        text: 'Hello',
        blocks: [{ type: 'section' }],
        metadata: { event_type: 'hallpass', event_payload: { key: 'card-EU-1', grant: 'EU-1' } },
      },
    ]);
    expect(workspace.apiCalls.at(-1)?.args).toMatchObject({ unfurl_links: 'false', unfurl_media: 'false' });
    expect(place.channel).toBe(CHANNEL);
  });

  it('replies in a thread, and shows text alone where there are no blocks', async () => {
    const { messenger, workspace } = await slackSide();
    const { ts } = await messenger.post(card('card-EU-1'));

    await messenger.post({ channel: CHANNEL, thread: ts, message: { text: 'Approved.', blocks: [] }, key: 'line-1' });

    expect(workspace.messages(CHANNEL).at(-1)).toMatchObject({ threadTs: ts, text: 'Approved.', blocks: [] });
  });

  it('is one call, whatever fails: it leaves trying again to its caller', async () => {
    const { messenger, workspace, calls } = await slackSide();
    workspace.faults.next('chat.postMessage', { kind: 'cut-after' });

    const error = await failure(messenger.post(card('card-EU-1')));

    expect(error).toMatchObject({ code: 'request_failed', ambiguous: true });
    expect(calls('chat.postMessage')).toBe(1);
    expect(workspace.messages(CHANNEL)).toHaveLength(1);
  });

  it.each([
    [{ kind: 'cut-before' }, { code: 'request_failed', ambiguous: true }],
    [
      { kind: 'http', status: 503 },
      { code: 'http_503', ambiguous: true },
    ],
    [
      { kind: 'ratelimited', retryAfter: 7 },
      { code: 'ratelimited', ambiguous: false, retryAfter: 7_000 },
    ],
    [
      { kind: 'error', error: 'not_in_channel' },
      { code: 'not_in_channel', ambiguous: false, retryAfter: undefined },
    ],
  ] as const)('turns %j into a SlackError that says what is known', async (fault, facts) => {
    const { messenger, workspace } = await slackSide();
    workspace.faults.next('chat.postMessage', fault);

    const error = await failure(messenger.post(card('card-EU-1')));

    expect(error).toMatchObject(facts);
    expect(workspace.messages(CHANNEL)).toEqual([]);
  });

  it('is found afterwards when the connection was cut after it, and is not when it was cut before', async () => {
    const { messenger, workspace } = await slackSide({ clock: handClock() });
    workspace.faults.next('chat.postMessage', { kind: 'cut-after' });
    await failure(messenger.post(card('card-EU-1')));
    workspace.faults.next('chat.postMessage', { kind: 'cut-before' });
    await failure(messenger.post(card('card-EU-2')));

    const [posted, lost] = await Promise.all(
      ['card-EU-1', 'card-EU-2'].map((key) => messenger.find({ channel: CHANNEL, key, since: START })),
    );

    expect(posted).toEqual({ channel: CHANNEL, ts: workspace.messages(CHANNEL)[0]?.ts });
    expect(lost).toBeNull();
  });
});

describe('find', () => {
  it('knows the key and nothing that looks like it', async () => {
    const { messenger, client, workspace } = await slackSide({ clock: handClock() });
    await workspace.as('U0ANA').say(CHANNEL, 'card-EU-1');
    await messenger.post(card('card-EU-10'));
    const event_payload = { key: 'card-EU-1' };
    await client.chat.postMessage({ channel: CHANNEL, text: 'x', metadata: { event_type: 'other', event_payload } });
    await client.chat.postMessage({ channel: CHANNEL, text: 'no metadata' });

    expect(await messenger.find({ channel: CHANNEL, key: 'card-EU-1', since: START })).toBeNull();
    expect(await messenger.find({ channel: CHANNEL, key: 'card-EU-10', since: START })).not.toBeNull();
  });

  it('takes no message of another app for ours, though it carries our metadata', async () => {
    const { messenger, client } = await slackSide({ clock: handClock() });
    await messenger.post(card('card-EU-1', 'EU-1'));
    const other = createMessenger(client, async () => ({ botId: 'B0OTHER', userId: 'U0OTHER' }));

    const found = await other.find({ channel: CHANNEL, key: 'card-EU-1', since: START });

    expect(found).toBeNull();
    expect(await messenger.find({ channel: CHANNEL, key: 'card-EU-1', since: START })).not.toBeNull();
  });

  it('turns the pages of a busy channel', async () => {
    const { messenger, workspace, calls } = await slackSide({ clock: handClock() });
    const { ts } = await messenger.post(card('card-EU-1'));
    for (let n = 0; n < 450; n += 1) await workspace.as('U0BEN').say(CHANNEL, `talk ${n}`);

    const found = await messenger.find({ channel: CHANNEL, key: 'card-EU-1', since: START });

    expect(found).toEqual({ channel: CHANNEL, ts });
    expect(calls('conversations.history')).toBe(3);
  });

  it('turns the pages of a long thread, and looks into that thread alone', async () => {
    const { messenger, workspace } = await slackSide({ clock: handClock() });
    const { ts: thread } = await messenger.post(card('card-EU-1'));
    const { ts: other } = await messenger.post(card('card-EU-2'));
    for (let n = 0; n < 210; n += 1) await workspace.as('U0BEN').say(CHANNEL, `talk ${n}`, { threadTs: thread });
    const line = { channel: CHANNEL, message: HELLO, key: 'line-7' };
    const { ts } = await messenger.post({ ...line, thread });

    const where = { channel: CHANNEL, key: 'line-7', since: START };

    expect(await messenger.find({ ...where, thread })).toEqual({ channel: CHANNEL, ts });
    expect(await messenger.find({ ...where, thread: other })).toBeNull();
    expect(await messenger.find(where)).toBeNull();
  });

  it('looks back as far as clocks may differ, and no further', async () => {
    const clock = handClock();
    const { messenger } = await slackSide({ clock });
    await messenger.post(card('card-EU-1'));

    const since = (minutes: number) =>
      messenger.find({ channel: CHANNEL, key: 'card-EU-1', since: START + minutes * MINUTE });

    expect(await since(4)).not.toBeNull();
    expect(await since(6)).toBeNull();
  });

  it('fails rather than answering "not posted" when Slack does not tell', async () => {
    const { messenger, workspace } = await slackSide();
    workspace.faults.next('conversations.history', { kind: 'ratelimited', retryAfter: 3 });

    const error = await failure(messenger.find({ channel: CHANNEL, key: 'card-EU-1', since: START }));

    expect(error).toMatchObject({ code: 'ratelimited', retryAfter: 3_000 });
  });
});

describe('update', () => {
  it('changes the message in place and keeps its key, so that it is still found', async () => {
    const { messenger, workspace } = await slackSide({ clock: handClock() });
    const place = await messenger.post(card('card-EU-1', 'EU-1'));

    await messenger.update(place, { text: 'Ended', blocks: HELLO.blocks });

    expect(workspace.messages(CHANNEL)).toMatchObject([{ ts: place.ts, text: 'Ended', updates: 1 }]);
    expect(await messenger.grantOf(place)).toBe('EU-1');
  });

  it('tells when the message is gone', async () => {
    const { messenger } = await slackSide();

    const error = await failure(messenger.update({ channel: CHANNEL, ts: '1700000000.000001' }, HELLO));

    expect(error).toMatchObject({ code: 'message_not_found', ambiguous: false });
  });
});

describe('grantOf', () => {
  it('knows the grant of a card, and of nothing else', async () => {
    const { messenger, workspace, client } = await slackSide({ clock: handClock() });
    const { ts } = await messenger.post(card('card-EU-1', 'EU-1'));
    const plain = await messenger.post(card('line-1'));
    const said = await workspace.as('U0ANA').say(CHANNEL, 'EU-1');
    const other = createMessenger(client, async () => ({ botId: 'B0OTHER', userId: 'U0OTHER' }));

    expect(await messenger.grantOf({ channel: CHANNEL, ts })).toBe('EU-1');
    expect(await messenger.grantOf(plain)).toBeNull();
    expect(await messenger.grantOf({ channel: CHANNEL, ts: said.ts })).toBeNull();
    expect(await messenger.grantOf({ channel: CHANNEL, ts: '1700000000.000001' })).toBeNull();
    expect(await other.grantOf({ channel: CHANNEL, ts })).toBeNull();
  });
});

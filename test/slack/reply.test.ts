import { describe, expect, it } from 'vitest';
import { handClock } from '../support/grants.ts';
import { type SlackSide, slackSide } from '../support/slack-side.ts';

const ANSWER = { text: 'EU-1 waits for a lead.', blocks: [] };
const ANA = { user: 'U0ANA', channel: 'C0SUPPORT' };

/** Where Ana reads the answer, and how often. */
const seenBy = ({ workspace }: SlackSide, user = 'U0ANA') => ({
  ephemeral: workspace.ephemerals(user).map(({ channel }) => channel),
  direct: workspace.dm(user).map(({ text }) => text),
  channel: workspace.messages('C0SUPPORT').length,
});

describe('a private answer', () => {
  it('goes through the response_url, once', async () => {
    const slack = await slackSide();
    const url = await slack.responseUrl();

    await slack.messenger.reply({ ...ANA, url }, ANSWER);

    expect(seenBy(slack)).toEqual({ ephemeral: ['C0SUPPORT'], direct: [], channel: 0 });
    expect(slack.calls('chat.postEphemeral')).toBe(0);
  });

  it('leaves the message whose button was clicked as it is', async () => {
    const slack = await slackSide();
    const url = await slack.responseUrl();

    await slack.messenger.reply({ ...ANA, url }, ANSWER);

    expect(slack.workspace.apiCalls.at(-1)?.args).toMatchObject({
      replace_original: false,
      response_type: 'ephemeral',
    });
  });

  it.each([
    ['was cut', { kind: 'cut-before' }],
    ['answers with an error page', { kind: 'http', status: 500 }],
    ['says with a 200 that it did not take it', { kind: 'error', error: 'internal_error' }],
  ] as const)('is an ephemeral message when the response_url %s', async (_, fault) => {
    const slack = await slackSide();
    const url = await slack.responseUrl();
    slack.workspace.faults.next('response_url', fault);

    await slack.messenger.reply({ ...ANA, url }, ANSWER);

    expect(seenBy(slack)).toEqual({ ephemeral: ['C0SUPPORT'], direct: [], channel: 0 });
    expect(slack.calls('chat.postEphemeral')).toBe(1);
  });

  it('is an ephemeral message when the response_url is used up or too old', async () => {
    const clock = handClock();
    const slack = await slackSide({ clock });
    const [used, old] = [await slack.responseUrl(), await slack.responseUrl()];
    for (let n = 0; n < 6; n += 1) await slack.messenger.reply({ ...ANA, url: used }, ANSWER);
    clock.move(31 * 60_000);
    await slack.messenger.reply({ ...ANA, url: old }, ANSWER);

    expect(seenBy(slack).ephemeral).toHaveLength(7);
    expect(slack.calls('chat.postEphemeral')).toBe(2);
  });

  it('is an ephemeral message where there is no response_url, in the thread where something was said', async () => {
    const slack = await slackSide();
    const { ts } = await slack.workspace.as('U0ANA').say('C0SUPPORT', 'hello');

    await slack.messenger.reply({ ...ANA, thread: ts }, ANSWER);

    expect(slack.workspace.ephemerals('U0ANA')).toMatchObject([{ threadTs: ts, text: ANSWER.text }]);
  });

  it.each(['', 'D0ANA'])('is a message in the direct conversation for the channel %j', async (channel) => {
    const slack = await slackSide();

    await slack.messenger.reply({ user: 'U0ANA', channel }, ANSWER);

    expect(seenBy(slack)).toEqual({ ephemeral: [], direct: [ANSWER.text], channel: 0 });
    expect(slack.calls('chat.postEphemeral')).toBe(0);
  });

  it('is a message in the direct conversation when the person has left the channel', async () => {
    const slack = await slackSide();
    slack.workspace.addChannel({ id: 'C0SUPPORT', name: 'support', members: ['U0HALLPASS', 'U0BEN'] });

    await slack.messenger.reply({ ...ANA, thread: '1700000000.000001' }, ANSWER);

    expect(seenBy(slack)).toEqual({ ephemeral: [], direct: [ANSWER.text], channel: 0 });
  });

  it.each(['user_not_in_channel', 'not_in_channel', 'channel_not_found', 'is_archived'])(
    'is a message in the direct conversation when Slack answers %s',
    async (error) => {
      const slack = await slackSide();
      slack.workspace.faults.next('chat.postEphemeral', { kind: 'error', error });

      await slack.messenger.reply(ANA, ANSWER);

      expect(seenBy(slack)).toEqual({ ephemeral: [], direct: [ANSWER.text], channel: 0 });
    },
  );

  it.each(['ratelimited', 'msg_too_long', 'invalid_auth'])(
    'fails with %s rather than being said elsewhere',
    async (error) => {
      const slack = await slackSide();
      slack.workspace.faults.next('chat.postEphemeral', { kind: 'error', error });

      await expect(slack.messenger.reply(ANA, ANSWER)).rejects.toMatchObject({ code: error });

      expect(seenBy(slack)).toEqual({ ephemeral: [], direct: [], channel: 0 });
    },
  );

  it('fails with what Slack says of somebody who left', async () => {
    const slack = await slackSide();
    slack.workspace.removeUser('U0ANA');

    await expect(slack.messenger.reply(ANA, ANSWER)).rejects.toMatchObject({ code: 'user_disabled' });
  });
});

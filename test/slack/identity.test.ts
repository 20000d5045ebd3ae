import { expect, it } from 'vitest';
import { slackSide } from '../support/slack-side.ts';

it('is asked for once', async () => {
  const { identity, calls } = await slackSide();

  const answers = await Promise.all([identity(), identity(), identity()]);

  expect(answers[2]).toEqual({ botId: 'B0HALLPASS', userId: 'U0HALLPASS', teamId: 'T0NORTHWIND' });
  expect(calls('auth.test')).toBe(1);
});

it('is not remembered as a failure', async () => {
  const { identity, workspace } = await slackSide();
  workspace.faults.next('auth.test', { kind: 'cut-before' });

  await expect(identity()).rejects.toMatchObject({ code: 'request_failed' });

  expect(await identity()).toMatchObject({ userId: 'U0HALLPASS' });
});

it("carries Slack's word for a token that does not work", async () => {
  const { identity } = await slackSide({ token: 'xoxb-revoked' });

  await expect(identity()).rejects.toMatchObject({ code: 'invalid_auth', message: 'Slack answered invalid_auth' });
});

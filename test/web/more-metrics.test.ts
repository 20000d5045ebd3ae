import { expect, it } from 'vitest';
import { usageOf } from '../../src/graph/used.ts';
import { whenLimited } from '../../src/slack/client.ts';
import { createMetrics } from '../../src/web/metrics.ts';
import { slackSide } from '../support/slack-side.ts';

it('tells of each business that answers what waits, lives, ends and is late, asked once a scrape', async () => {
  const metrics = createMetrics();
  let asked = 0;
  metrics.watchCounts('eu', async () => {
    asked += 1;
    return { pending: 1, live: 5, ending: 3, overdue: 2, late: 90_000 };
  });
  metrics.watchCounts('us', () => Promise.reject(new Error('Connection is closed.')));

  const text = await metrics.registry.metrics();

  expect(text).toContain('hallpass_requests_pending{business="eu"} 1');
  expect(text).toContain('hallpass_grants_live{business="eu"} 5');
  expect(text).toContain('hallpass_grants_ending{business="eu"} 3');
  expect(text).toContain('hallpass_removals_overdue{business="eu"} 2');
  expect(text).toContain('hallpass_removal_oldest_seconds{business="eu"} 90');
  expect(text).not.toContain('business="us"');
  expect(asked).toBe(1);
});

it('tells the fullest and the longest shut of each kind of allowance at Meta', async () => {
  const metrics = createMetrics();
  const standing = { why: 'throttled', strikes: 0, at: 0 } as const;
  metrics.watchUsage('eu', () =>
    usageOf(
      [
        ['app', { ...standing, percent: 40, until: 0 }],
        ['pages:1', { ...standing, percent: 91, until: 0 }],
        ['pages:2', { ...standing, percent: 10, until: 61_000 }],
      ],
      1_000,
    ),
  );

  const text = await metrics.registry.metrics();

  expect(text).toContain('hallpass_meta_used_percent{business="eu",kind="app"} 40');
  expect(text).toContain('hallpass_meta_used_percent{business="eu",kind="pages"} 91');
  expect(text).toContain('hallpass_meta_wait_seconds{business="eu",kind="pages"} 60');
  expect(text).toContain('hallpass_meta_wait_seconds{business="eu",kind="app"} 0');
});

it('counts how often and for how long Slack wants to be left alone, by method', async () => {
  const metrics = createMetrics();
  const { client, messenger, workspace } = await slackSide();
  whenLimited(client, metrics.slackLimited);
  workspace.faults.next('chat.postMessage', { kind: 'ratelimited', retryAfter: 7 }, 2);

  for (let turn = 0; turn < 3; turn++) {
    await messenger.post({ channel: 'C0SUPPORT', message: { text: 'x', blocks: [] }, key: 'x' }).catch(() => {});
  }

  const text = await metrics.registry.metrics();
  expect(text).toContain('hallpass_slack_limited_total{method="chat.postMessage"} 2');
  expect(text).toContain('hallpass_slack_wait_seconds_total{method="chat.postMessage"} 14');
});

it('tells what runs', async () => {
  expect(await createMetrics().registry.metrics()).toMatch(/^hallpass_build_info\{version="\d+\.\d+\.\d+",node="v\d+/m);
});

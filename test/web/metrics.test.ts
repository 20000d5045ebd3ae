import { expect, it } from 'vitest';
import type { AuditEvent } from '../../src/access/event.ts';
import { createMetrics } from '../../src/web/metrics.ts';

const event = (kind: AuditEvent['kind'], detail: AuditEvent['detail'] = {}): AuditEvent => ({
  id: '1-0',
  grant: 'EU-1',
  state: 'ended',
  kind,
  at: 1,
  actor: 'hallpass',
  detail,
});

it('counts events by business and kind', async () => {
  const metrics = createMetrics();

  metrics.saw('eu', event('requested'));
  metrics.saw('eu', event('requested'));
  metrics.saw('us', event('overdue', { late: 60_000 }));

  const text = await metrics.registry.metrics();
  expect(text).toContain('hallpass_events_total{business="eu",kind="requested"} 2');
  expect(text).toContain('hallpass_events_total{business="us",kind="overdue"} 1');
});

it('measures in seconds from the end of a grant to the proof, of removals alone', async () => {
  const metrics = createMetrics();

  metrics.saw('eu', event('ended', { late: 1_400 }));
  metrics.saw('eu', event('ended', { late: 90_000 }));
  metrics.saw('eu', event('overdue', { late: 60_000 }));

  const text = await metrics.registry.metrics();
  expect(text).toContain('hallpass_removal_lag_seconds_bucket{le="1",business="eu"} 0');
  expect(text).toContain('hallpass_removal_lag_seconds_bucket{le="2.5",business="eu"} 1');
  expect(text).toContain('hallpass_removal_lag_seconds_bucket{le="300",business="eu"} 2');
  expect(text).toContain('hallpass_removal_lag_seconds_sum{business="eu"} 91.4');
  expect(text).toContain('hallpass_removal_lag_seconds_count{business="eu"} 2');
});

it('tells for how long events wait to be archived', async () => {
  const metrics = createMetrics();
  const sinks = [{ sink: { name: 's3' }, following: { sent: async () => 4 } }];
  const marker = async () => ({ seq: 7 });
  metrics.watchArchive('eu', { feed: { waitingSince: async () => Date.now() - 90_000, marker }, sinks });
  metrics.watchArchive('us', { feed: { waitingSince: async () => null, marker }, sinks: [] });

  const text = await metrics.registry.metrics();

  expect(text).toMatch(/hallpass_archive_lag_seconds\{business="eu"\} 90/);
  expect(text).toContain('hallpass_archive_lag_seconds{business="us"} 0');
  expect(text).toContain('hallpass_archive_sink_lines{business="eu",sink="s3"} 3');
});

it('asks the queues at each scrape, and tells nothing old of those that do not answer', async () => {
  const metrics = createMetrics();
  let away = false;
  metrics.watchQueue('eu', async () => {
    if (away) throw new Error('Connection is closed.');
    return { converge: 3, notify: 0 };
  });
  metrics.watchQueue('us', async () => ({ converge: 1, notify: 0 }));

  const before = await metrics.registry.metrics();
  away = true;
  const after = await metrics.registry.metrics();

  expect(before).toContain('hallpass_queue_jobs{business="eu",job="converge"} 3');
  expect(after).not.toContain('hallpass_queue_jobs{business="eu"');
  expect(after).toContain('hallpass_queue_jobs{business="us",job="converge"} 1');
});

it('tells at each scrape for which businesses Meta does not answer', async () => {
  const metrics = createMetrics();
  let away = true;
  metrics.watchMeta('eu', () => away);
  metrics.watchMeta('us', () => false);

  const before = await metrics.registry.metrics();
  away = false;
  const after = await metrics.registry.metrics();

  expect(before).toContain('hallpass_meta_breaker_open{business="eu"} 1');
  expect(before).toContain('hallpass_meta_breaker_open{business="us"} 0');
  expect(after).toContain('hallpass_meta_breaker_open{business="eu"} 0');
});

it('tells which businesses Meta refuses', async () => {
  const metrics = createMetrics();
  let paused = true;
  metrics.watchPause('eu', () => paused);
  metrics.watchPause('us', () => false);

  const before = await metrics.registry.metrics();
  paused = false;
  const after = await metrics.registry.metrics();

  expect(before).toMatch(/hallpass_meta_paused{business="eu"} 1\nhallpass_meta_paused{business="us"} 0/);
  expect(after).toContain('hallpass_meta_paused{business="eu"} 0');
});

it('tells how long a token lives yet, of those that end', async () => {
  const metrics = createMetrics();
  let left: number | undefined = 86_400_000;
  metrics.watchToken('eu', () => left);
  metrics.watchToken('us', () => undefined);

  const before = await metrics.registry.metrics();
  left = undefined;
  const after = await metrics.registry.metrics();

  expect(before).toContain('hallpass_token_ends_seconds{business="eu"} 86400');
  expect(before).not.toContain('hallpass_token_ends_seconds{business="us"}');
  expect(after).not.toContain('hallpass_token_ends_seconds{');
});

it('does not wait for queues that never answer', async () => {
  const metrics = createMetrics();
  metrics.watchQueue('eu', () => new Promise(() => {}));

  const text = await metrics.registry.metrics();

  expect(text).toContain('process_cpu_seconds_total');
});

it('tells of the process itself', async () => {
  const text = await createMetrics().registry.metrics();

  expect(text).toMatch(/^nodejs_eventloop_lag_seconds /m);
  expect(text).toMatch(/^process_resident_memory_bytes /m);
});

import { expect, it } from 'vitest';
import { lateArchive, lateSink } from '../../src/jobs/watched-archive.ts';

const MINUTE = 60_000;

it('says that events are not archived once the oldest has waited for minutes', async () => {
  let since: number | null = 0;
  const at = (now: number) => lateArchive({ waitingSince: async () => since }, () => now).look();

  expect(await at(4 * MINUTE)).toBeNull();
  expect(await at(5 * MINUTE)).toMatch(/no event has reached the archive/);
  since = null;
  expect(await at(9 * MINUTE)).toBeNull();
});

it('says that a sink takes nothing, and not that it is slow', async () => {
  let [sent, now] = [0, 0];
  const following = { sent: async () => sent };
  const marker = async () => ({ seq: 9, head: '', event: '' });
  const sink = lateSink({ sink: { name: 's3' }, following }, { marker }, () => now);
  const after = (ms: number) => {
    now += ms;
    return sink.look();
  };

  expect(await after(0)).toBeNull();
  expect(await after(4 * MINUTE)).toBeNull();
  sent = 1;
  expect(await after(4 * MINUTE)).toBeNull();
  expect(await after(5 * MINUTE)).toMatch(/the s3 of the archive has taken nothing, and 8 lines wait/);
  sent = 9;
  expect(await after(5 * MINUTE)).toBeNull();
});

it('says that a sink has lines that the archive has lost, since nothing goes there until it has as many again', async () => {
  let now = 0;
  let seq: number | null = null;
  const marker = async () => (seq === null ? null : { seq, head: '', event: '' });
  const sink = lateSink({ sink: { name: 'webhook' }, following: { sent: async () => 100 } }, { marker }, () => now);
  const after = (ms: number) => {
    now += ms;
    return sink.look();
  };

  expect([await after(0), await after(9 * MINUTE)]).toEqual([null, null]);
  seq = 80;
  expect([await after(0), await after(4 * MINUTE)]).toEqual([null, null]);
  expect(await after(MINUTE)).toMatch(/the webhook of the archive has 20 lines more.*remove the file \.webhook/i);
  seq = 100;
  expect(await after(MINUTE)).toBeNull();
});

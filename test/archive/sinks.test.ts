import { createHash, createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Sink } from '../../src/access/ports/sink.ts';
import { followArchive } from '../../src/archive/following.ts';
import { s3Sink } from '../../src/archive/s3.ts';
import { tailOf } from '../../src/archive/segments.ts';
import { s3Path, signS3 } from '../../src/archive/sign-s3.ts';
import { verifyChain } from '../../src/archive/verify.ts';
import { webhookSink } from '../../src/archive/webhook.ts';
import { startFollowing } from '../../src/jobs/follow.ts';
import { archived, ownFolder, written } from '../support/archive.ts';
import { eventually } from '../support/eventually.ts';
import { START } from '../support/grants.ts';
import { type Received, receiver } from '../support/receiver.ts';
import { silent } from '../support/silent-log.ts';
import { testStore } from '../support/store.ts';

const clock = { now: () => START };
const SECRET = 'webhook-secret';
const KEYS = {
  accessKey: 'AKIAIOSFODNN7EXAMPLE',
  secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
};

/** Sends an archive of twelve lines to a sink until all of it is there, with what was said of it. */
async function follows(sink: Sink, folder: string) {
  const { ledger } = await testStore();
  const errors: string[] = [];
  const log = { ...silent, error: (fields: object) => void errors.push(JSON.stringify(fields)) };
  const feed = { marker: () => tailOf(folder) };
  const start = () => {
    const following = followArchive(folder, sink.name);
    const loop = startFollowing({ sink, following, feed, lease: ledger.lease, log, again: () => 1 });
    onTestFinished(() => loop.stop());
    return loop;
  };
  const all = () => eventually(async () => expect(await followArchive(folder, sink.name).sent()).toBe(12));
  return { start, all, errors };
}

const lines = (taken: readonly Received[]) => taken.flatMap(({ body }) => body.toString().split('\n').slice(0, -1));

it('a webhook gets each line in its order, signed, however often it fails; what comes twice is the same', async () => {
  const { folder } = await written(12);
  const {
    url,
    taken,
    all: asked,
  } = await receiver((_, nth) =>
    nth === 1
      ? { status: 503 }
      : nth === 2
        ? { status: 302, headers: { location: '/elsewhere' } }
        : nth === 3
          ? 'cut'
          : { status: 204 },
  );
  const { start, all, errors } = await follows(
    { ...webhookSink({ url: `${url}/in`, secret: SECRET }, 'eu', clock), most: 5 },
    folder,
  );

  start();
  await all();

  const [first, again, ...rest] = taken;
  expect(first?.body.equals(again?.body ?? Buffer.of())).toBe(true);
  expect(lines([again as Received, ...rest])).toEqual(archived(folder));
  expect(rest.map(({ headers }) => headers['x-hallpass-lines'])).toEqual(['6-10', '11-12']);
  expect(asked.every(({ path }) => path === '/in')).toBe(true);
  for (const { headers, body } of asked) {
    const mac = createHmac('sha256', SECRET)
      .update(`${START / 1_000}.`)
      .update(body)
      .digest('hex');
    expect(headers['x-hallpass-signature']).toBe(`t=${START / 1_000},v1=${mac}`);
  }
  expect(errors).toHaveLength(1);
  expect(errors.join()).not.toMatch(/127\.0\.0\.1|webhook-secret/);
});

it('signs as S3 has it in its documentation', () => {
  const body = Buffer.from('Welcome to Amazon S3.');
  const url = new URL(s3Path('test$file.text'), 'https://examplebucket.s3.amazonaws.com');
  const headers = { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' };

  const signed = signS3({ method: 'PUT', url, headers, body }, KEYS, Date.UTC(2013, 4, 24));

  expect(signed.authorization).toBe(
    'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class, Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  );
});

it('S3 gets pieces that are an archive again, each under one name, whatever dies in between', async () => {
  const { folder } = await written(12);
  const { url, taken } = await receiver(({ method, headers, body }, nth) => {
    const digest = createHash('sha256').update(body).digest('hex');
    const md5 = createHash('md5').update(body).digest('base64');
    const whole = headers['x-amz-content-sha256'] === digest && headers['content-md5'] === md5;
    if (method !== 'PUT' || !whole) return { status: 400, text: '<Error><Code>BadDigest</Code></Error>' };
    if (nth === 1) return { status: 403, text: '<Error><Code>AccessDenied</Code><Key>x</Key></Error>' };
    return nth === 3 ? 'cut' : { status: 200 };
  });
  const place = { ...KEYS, endpoint: url, bucket: 'audit', prefix: 'hallpass/prod' };
  const sink = { ...s3Sink(place, 'eu', clock), most: 5, patience: 0 };
  const { start, all, errors } = await follows(sink, folder);

  const loop = start();
  await eventually(() => expect(taken.length).toBeGreaterThan(1));
  await loop.stop();
  start();
  await all();

  const objects = new Map(taken.map(({ path, body }) => [path, body]));
  expect([...objects.keys()]).toEqual([
    '/audit/hallpass/prod/eu/000000000001-000000000005.jsonl',
    '/audit/hallpass/prod/eu/000000000006-000000000010.jsonl',
    '/audit/hallpass/prod/eu/000000000011-000000000012.jsonl',
  ]);
  const copy = ownFolder();
  for (const [path, body] of objects) writeFileSync(join(copy, path.split('/').at(-1) ?? ''), body);
  expect(await verifyChain(copy)).toMatchObject({ faults: [], lines: 12, tail: await tailOf(folder) });
  expect(errors[0]).toBe('{"sink":"s3","reason":"S3 answered 403 AccessDenied"}');
  expect(errors.join()).not.toContain(KEYS.secretKey);
});

it('a sink that begins later, or dies with a piece on its way, goes on with that very piece', async () => {
  const { folder } = await written(12);
  const first = followArchive(folder, 'webhook');
  const begun = await first.next(7, 100);

  const after = followArchive(folder, 'webhook');
  const again = await after.next(12, 3);
  await after.done(again as NonNullable<typeof again>);
  const next = await after.next(12, 3);

  expect([begun?.from, begun?.to]).toEqual([1, 7]);
  expect(Buffer.from(again?.bytes ?? []).equals(Buffer.from(begun?.bytes ?? []))).toBe(true);
  expect([next?.from, next?.to]).toEqual([8, 10]);
  await after.done(next as NonNullable<typeof next>);
  expect(await after.next(12, 99)).toMatchObject({ from: 11, to: 12 });
  expect(await followArchive(folder, 's3').next(12, 2)).toMatchObject({ from: 1, to: 2 });
});

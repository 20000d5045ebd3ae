import { createHash } from 'node:crypto';
import type { Clock } from '../access/ports/clock.ts';
import type { Sink } from '../access/ports/sink.ts';
import { type S3Keys, s3Path, signS3 } from './sign-s3.ts';
import { reach } from './webhook.ts';

export type S3Options = S3Keys & { endpoint: string; bucket: string; prefix: string };

const padded = (seq: number): string => String(seq).padStart(12, '0');

/**
 * Puts the archive's lines into a bucket of S3 or what speaks like it, an object for each piece, named by its first and last line. What is
 * put again is the same, so a lock on the bucket's objects does not hinder it. The time is the machine's, which S3 compares with its own.
 */
export function s3Sink({ endpoint, bucket, prefix, ...keys }: S3Options, business: string, clock: Clock): Sink {
  async function ask(
    method: 'GET' | 'PUT',
    parts: string[],
    headers: Record<string, string>,
    body: Uint8Array<ArrayBuffer>,
  ) {
    const url = new URL(s3Path(bucket, ...parts), endpoint);
    const signed = signS3({ method, url, headers, body }, keys, clock.now());
    const answer = await reach(url.href, { method, headers: signed, ...(method === 'PUT' ? { body } : {}) });
    const code = /<Code>(\w{1,60})<\/Code>/.exec(answer.text)?.[1];
    return { ...answer, code, words: `S3 answered ${answer.status}${code ? ` ${code}` : ''}` };
  }

  return {
    name: 's3',
    most: 5_000,
    patience: 60_000,
    async send({ from, to, bytes }) {
      const body = new Uint8Array(bytes);
      const headers = {
        'content-type': 'application/x-ndjson',
        // A bucket that locks its objects wants it.
        'content-md5': createHash('md5').update(body).digest('base64'),
      };
      const answer = await ask('PUT', [prefix, business, `${padded(from)}-${padded(to)}.jsonl`], headers, body);
      if (!answer.ok) throw new Error(answer.words);
    },
    async probe() {
      const answer = await ask('GET', [], {}, new Uint8Array());
      // Keys that may write and not list are as they should be.
      if (answer.code === 'AccessDenied') return 'knows the keys, which may not list';
      if (!answer.ok) throw new Error(answer.words);
      return 'answers';
    },
  };
}

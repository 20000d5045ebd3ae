import { createHash, createHmac } from 'node:crypto';
import type { Ms } from '../access/grant.ts';

/** Whose request it is, and for which region of the service. */
export type S3Keys = { accessKey: string; secretKey: string; region: string };

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
const hmac = (key: Uint8Array | string, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** As Signature Version 4 wants a path: each part encoded, `!'()*` too. */
export const s3Path = (...parts: string[]): string =>
  `/${parts
    .flatMap((part) => part.split('/'))
    .filter((part) => part !== '')
    .map((part) =>
      encodeURIComponent(part).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`),
    )
    .join('/')}`;

/** The headers of a request to S3, signed by AWS Signature Version 4; `url` must have been made with `s3Path` and have no query. */
export function signS3(
  request: { method: string; url: URL; headers: Record<string, string>; body: Uint8Array },
  { accessKey, secretKey, region }: S3Keys,
  now: Ms,
): Record<string, string> {
  const time = new Date(now).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = time.slice(0, 8);
  const digest = sha256(request.body);
  const sent = { ...request.headers, 'x-amz-content-sha256': digest, 'x-amz-date': time };
  const all = Object.entries({ ...sent, host: request.url.host }).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const names = all.map(([name]) => name).join(';');
  const canonical = [
    request.method,
    request.url.pathname,
    '',
    ...all.map(([name, value]) => `${name}:${value.trim()}`),
    '',
    names,
    digest,
  ].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const key = ['s3', 'aws4_request'].reduce(hmac, hmac(hmac(`AWS4${secretKey}`, day), region));
  const signature = hmac(key, ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n')).toString('hex');
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKey}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
}

import { parseDuration } from '../access/duration.ts';
import type { Ms } from '../access/grant.ts';
import type { PolicyFile } from './schema.ts';

/** Where the archive is, and where else it goes. */
export type ArchiveOptions = {
  dir: string;
  webhook?: { url: string; secret: string };
  s3?: { endpoint: string; bucket: string; region: string; prefix: string; accessKey: string; secretKey: string };
};

/** The archive of the file, with its defaults. */
export function archiveOf({ archive }: PolicyFile): ArchiveOptions | undefined {
  if (!archive) return undefined;
  const { dir, webhook, s3 } = archive;
  return {
    dir,
    ...(webhook ? { webhook } : {}),
    ...(s3
      ? {
          s3: {
            endpoint: s3.endpoint,
            bucket: s3.bucket,
            region: s3.region ?? 'us-east-1',
            prefix: s3.prefix ?? '',
            accessKey: s3.access_key,
            secretKey: s3.secret_key,
          },
        }
      : {}),
  };
}

/** For how long Redis keeps what is over; undefined: for ever. */
export const retentionOf = ({ archive }: PolicyFile): Ms | undefined =>
  archive?.retention === undefined ? undefined : (parseDuration(archive.retention) ?? undefined);

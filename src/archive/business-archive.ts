import { join } from 'node:path';
import { type Gap, gapBetween, gapRemedy, gapWords } from '../access/archive-gap.ts';
import type { Log } from '../access/log.ts';
import type { Archive, Feed } from '../access/ports/archive.ts';
import type { Clock } from '../access/ports/clock.ts';
import type { Following, Sink } from '../access/ports/sink.ts';
import { openArchive } from './file-archive.ts';
import { followArchive } from './following.ts';
import { type S3Options, s3Sink } from './s3.ts';
import { tailOf } from './segments.ts';
import { tryFolder } from './try-folder.ts';
import { type WebhookOptions, webhookSink } from './webhook.ts';

/** What was lost, how many lines are archived, and that in words with what to do. */
export type Mismatch = { lost: Gap['lost']; archived: number; words: string; remedy: string };

/** One business' archive and what it is written from. */
export type BusinessArchive = {
  feed: Feed;
  folder: string;
  /** Throws where nothing could be written; leaves nothing behind. */
  writable(): Promise<void>;
  /** Opens it for writing; `durable` is the number of the last line of which the store knows that it was on the disk. */
  open(durable: number): Promise<Archive>;
  /** What does not fit between the archive and Redis, and in words; null when they belong together. */
  gap(): Promise<Mismatch | null>;
  /** Where else it goes. */
  sinks: { sink: Sink; following: Following }[];
};

/** Where archives are, and where else they go; each business has a folder of its own below `dir`. */
export type Places = { dir: string; webhook?: WebhookOptions; s3?: S3Options };

type Options = { business: { key: string }; feed: Feed; clock: Clock; log: Log };

/** The archive of one business. */
export function archiveAt({ dir, webhook, s3 }: Places, { business, feed, clock, log }: Options): BusinessArchive {
  const folder = join(dir, business.key);
  const sinks = [
    ...(webhook ? [webhookSink(webhook, business.key, clock)] : []),
    ...(s3 ? [s3Sink(s3, business.key, clock)] : []),
  ];
  return {
    feed,
    folder,
    writable: () => tryFolder(folder),
    sinks: sinks.map((sink) => ({ sink, following: followArchive(folder, sink.name) })),
    open: (durable) => openArchive({ folder, business: business.key, log }, durable),
    async gap() {
      const gap = await gapBetween(feed, () => tailOf(folder));
      return gap && { ...gap, words: gapWords(business.key, gap), remedy: gapRemedy[gap.lost] };
    },
  };
}

/**
 * Redis may have lost what the archive knows: to go on then would leave access that nobody takes away, so a person decides first. An archive that
 * lost lines, or whose disk is away, holds up no removal; the archiver stands aside and says so. `tell` hears of each loss before this throws.
 */
export async function mustBelongTogether<B extends { archive: BusinessArchive | null }>(
  all: readonly B[],
  tell: (one: B, gap: Mismatch) => Promise<void>,
): Promise<void> {
  const lost: string[] = [];
  for (const one of all) {
    // Redis that is away is asked by the archiver once it is back.
    const gap = await one.archive?.gap().catch(() => null);
    if (gap?.lost !== 'redis') continue;
    lost.push(`${gap.words} ${gap.remedy}`);
    await tell(one, gap);
  }
  if (lost.length > 0) throw new Error(lost.join(' '));
}

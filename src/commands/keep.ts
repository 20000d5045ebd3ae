import type { InboxItem } from '../access/ports/inbox.ts';
import type { Branch } from './branch.ts';
import type { Web } from './web.ts';

/** Commits what a person did, so that it may be acknowledged; false when Redis is away, and then nothing happened. */
export async function keep({ log, clock }: Web, { inbox }: Branch, item: Omit<InboxItem, 'at'>): Promise<boolean> {
  try {
    await inbox.add({ ...item, at: clock.now() });
    return true;
  } catch (error) {
    log.error({ kind: item.kind, error: error instanceof Error ? error.message : 'unknown' }, 'interaction not kept');
    return false;
  }
}

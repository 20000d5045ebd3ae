import { type InboxItem, MaybeKept } from '../access/ports/inbox.ts';
import { requestHere } from '../trail.ts';
import type { Branch } from './branch.ts';
import type { Web } from './web.ts';

/**
 * Commits what a person did, so that it may be acknowledged. `store_away`: Redis is away, and nothing happened; `store_cut`: the
 * connection broke before Redis answered, or no answer came, and nobody knows.
 */
export async function keep(
  { log, clock }: Web,
  { desk, inbox }: Branch,
  item: Omit<InboxItem, 'at' | 'request'>,
): Promise<'kept' | 'store_away' | 'store_cut'> {
  try {
    await inbox.add({ ...item, at: clock.now(), request: requestHere() });
    const { kind, user, channel } = item;
    log.debug({ business: desk.business.key, kind, user, channel }, 'interaction kept');
    return 'kept';
  } catch (error) {
    log.error({ kind: item.kind, error: error instanceof Error ? error.message : 'unknown' }, 'interaction not kept');
    return error instanceof MaybeKept ? 'store_cut' : 'store_away';
  }
}

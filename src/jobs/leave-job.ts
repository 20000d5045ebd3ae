import { z } from 'zod';
import { HALLPASS } from '../access/event.ts';
import { leave } from '../access/leave.ts';
import { steady } from '../access/steady.ts';
import type { Job } from './job.ts';
import { Later } from './later.ts';

const Payload = z.object({ grant: z.string() });
type Payload = z.infer<typeof Payload>;

/**
 * Meta's trouble passes; what it refuses may be mended by an operator, hours later. Who is at it may be dead, and what needs the asset may come to
 * nothing.
 */
const AGAIN: Partial<Record<string, number>> = {
  meta_away: 30_000,
  meta_unsure: 30_000,
  meta_paused: 30_000,
  meta_refused: 600_000,
  in_hand: 10_000,
  leave_in_use: 600_000,
};

/** Leaves a customer's asset after its last grant, where the rules say that this needs nobody's word. */
export const leaveJob: Job<Payload> = {
  name: 'leave',
  payload: Payload,
  concurrency: 2,
  from: (event, grant) =>
    event.kind === 'ended' && grant.state === 'ended' && grant.leave === 'due' ? { grant: grant.id } : null,
  priority: () => 8,
  async run({ desk, log }, { grant: id }) {
    const left = await leave(steady(desk), { actor: HALLPASS, id });
    if (left.ok) return;
    const { code } = left.refusal;
    log.info({ grant: id, code }, "the customer's asset is kept for now");
    const wait = AGAIN[code];
    if (wait !== undefined) throw new Later(code, wait);
  },
};

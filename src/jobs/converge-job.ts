import { z } from 'zod';
import { AssetRef } from '../access/asset.ts';
import type { AuditEvent, EventKind } from '../access/event.ts';
import type { Grant } from '../access/grant.ts';
import { converge } from './converge.ts';
import type { Job } from './job.ts';

const Payload = z.object({ asset: AssetRef, principal: z.string() });
type Payload = z.infer<typeof Payload>;

/** Events after which Meta may have to change, with their urgency: removals before grants. */
const URGENCY: Partial<Record<EventKind, number>> = {
  ending: 1,
  overdue: 1,
  rebuilt: 1,
  approved: 5,
  'customer-agreed': 5,
  extended: 8,
};

/** What was active when the archive ended may have been taken away since, by a lead or at Meta: it is looked at, and not given again. */
const isKnownActive = ({ kind }: AuditEvent, { state }: Grant): boolean => kind === 'rebuilt' && state === 'active';

/** Brings one (asset, principal) to its desired state at Meta. */
export const convergeJob: Job<Payload> = {
  name: 'converge',
  payload: Payload,
  // Nearly twice the calls that may fly at once, 24 batches of 50: others are at Redis meanwhile, or wait for what a proof needs besides.
  concurrency: 2_200,
  // What fills one batch of calls.
  bundle: 50,
  from: (event, grant) =>
    event.kind in URGENCY && !isKnownActive(event, grant) ? { asset: grant.asset, principal: grant.principal } : null,
  // An alarm comes again and again while Meta is away: the job of the one before is then still there.
  once: (event, grant) =>
    event.kind === 'overdue' ? `late-${grant.asset.kind}-${grant.asset.id}-${grant.principal}` : null,
  priority: (event) => URGENCY[event.kind] ?? 10,
  run: ({ desk, log }, payload) => converge(desk, payload, log),
};

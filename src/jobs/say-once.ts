import type { Clock } from '../access/ports/clock.ts';
import type { Lease } from '../access/ports/ledger.ts';
import type { Once } from '../access/ports/once.ts';
import type { Message, Messenger } from '../access/ports/slack.ts';

export type SayDeps = { messenger: Messenger; once: Once; clock: Clock };
type Said = { channel: string; key: string };

/** A message's name among all that is said once: the same may be said in several channels. */
const nameOf = ({ channel, key }: Said): string => `${key}:${channel}`;

/**
 * Whether it was said there. Who was about to say it may have died in between, so then Slack is looked at; what was not said is not
 * said by anybody any more who is careful to ask this first. Throws a SlackError.
 */
export async function wasSaid({ messenger, once, clock }: SayDeps, said: Said): Promise<boolean> {
  const begun = await once.begin(nameOf(said), clock.now());
  if (begun === 'said') return true;
  return !begun.first && (await messenger.find({ ...said, since: begun.since })) !== null;
}

/** Says it unless it was said; true when it is said by now. The caller holds the lease of who says this. Throws a SlackError. */
export async function sayOnce(deps: SayDeps, { message, ...said }: Said & { message: Message }, lease: Lease) {
  if (!(await wasSaid(deps, said))) {
    if (!lease.held()) return false;
    await deps.messenger.post({ ...said, message });
  }
  await deps.once.said(nameOf(said));
  return true;
}

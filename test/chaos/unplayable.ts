import { availableParallelism, loadavg } from 'node:os';
import { type Outcome, RECOVERY } from './story.ts';

/** What the machine does to a bot, and no fault of the story: memory, ports, processes or files ran out. */
const MACHINE = /EADDRINUSE|ENOMEM|EAGAIN|EMFILE|ENOSPC|out of memory|not every bot has started/i;
/** With so many processes for each core that want to run, nothing comes to rest in time. */
const BUSY = 8;

const load = (): number => loadavg()[0] ?? 0;

/** Why the machine is to blame for what is wrong, if it is; what was wrong is told all the same. What must never be is no machine's fault. */
export function unplayable(
  { recovered, violations, never }: Pick<Outcome, 'recovered' | 'violations' | 'never'>,
  crashes: readonly string[],
  { busy = load() > BUSY * availableParallelism() } = {},
): string | null {
  const ended = crashes.find((one) => MACHINE.test(one));
  if (ended) return ended;
  return busy && recovered >= RECOVERY && never === 0 && violations.length > 0
    ? `the machine was too busy to come to rest (load ${Math.round(load())}): ${violations.join('; ')}`
    : null;
}

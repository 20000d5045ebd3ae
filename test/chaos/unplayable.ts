/** What the machine does to a bot, and no fault of the story: memory, ports, processes or files ran out. */
const MACHINE = /EADDRINUSE|ENOMEM|EAGAIN|EMFILE|ENOSPC|out of memory|not every bot has started/i;

/** Why the machine is to blame for the ends of bots that nobody ordered; null when it is not. */
export const unplayable = (crashes: readonly string[]): string | null =>
  crashes.find((one) => MACHINE.test(one)) ?? null;

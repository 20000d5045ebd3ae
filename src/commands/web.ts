import type { Log } from '../access/log.ts';
import type { Clock } from '../access/ports/clock.ts';
import type { Directory, Messenger } from '../access/ports/slack.ts';
import type { Branch } from './branch.ts';

/** What the handlers on Slack's side need. They check, commit and acknowledge; the work is done behind the inbox. */
export type Web = {
  branches: readonly Branch[];
  messenger: Messenger;
  directory: Directory & { groupChanged(id: string): Promise<void> };
  clock: Clock;
  log: Log;
};

import type { Log } from '../access/log.ts';
import type { Messenger } from '../access/ports/slack.ts';
import type { Branch } from './branch.ts';

/** What handling on the worker's side needs: all branches (a Home tab and direct messages belong to none), and Slack outwards. */
export type Scene = { branches: readonly Branch[]; messenger: Messenger; log: Log };

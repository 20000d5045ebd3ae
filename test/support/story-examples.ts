import type { Switches } from '../../demo/graph/server.ts';
import { ANA, BEN } from './meta-desk.ts';
import type { Step } from './story.ts';

const ana = { user: 'U0ANA', principal: ANA } as const;
const ben = { user: 'U0BEN', principal: BEN } as const;
type Asking = Extract<Step, { do: 'ask' }>;
const ask = (who: Asking['who'], level: Asking['level']): Step => ({
  do: 'ask',
  who,
  level,
  minutes: 1,
  approved: true,
});

/** Stories that were found at random and came out wrong once. */
export const onceWrong: [Step[], Partial<Switches>][] = [
  // What Ben held before was given up because taking away the rest was refused while reads lagged.
  [
    [
      ask(ben, 'editor'),
      { do: 'die', after: 0, done: false },
      { do: 'wait', ms: 1_000 },
      { do: 'customer', permits: ['ANALYZE'] },
    ],
    { replaceTasks: false, readLagMs: 15_000, deleteUnassigned: '100' },
  ],
  [
    [
      ask(ana, 'analyst'),
      ask(ben, 'advertiser'),
      ask(ben, 'moderator'),
      ask(ana, 'analyst'),
      { do: 'revoke', pick: 5 },
      { do: 'customer', permits: ['ANALYZE'] },
    ],
    { replaceTasks: false, readLagMs: 15_000, deleteUnassigned: '100/33' },
  ],
  // Meta shows a task that it does not accept: what a grant gave stayed for ever, as giving the rest back was refused.
  [
    [
      { do: 'by hand', who: ana, task: 'MESSAGING', add: true },
      ask(ana, 'analyst'),
      { do: 'wait', ms: 0 },
      { do: 'customer', permits: ['ANALYZE'] },
      { do: 'release', pick: 0 },
      { do: 'fault', after: 0, fault: { kind: 'cut-before' } },
      ask(ana, 'analyst'),
    ],
    { replaceTasks: false, unknownExtraTask: 'NEW_TASK' },
  ],
];

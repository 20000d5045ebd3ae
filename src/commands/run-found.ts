import type { Desk } from '../access/desk.ts';
import type { SlackUserId } from '../access/grant.ts';
import type { Message } from '../access/ports/slack.ts';
import { goOnReconciling, letAllStand, letStand, takeOut, undoStanding } from '../access/reconcile/decide.ts';
import type { Outcome } from '../access/refusal.ts';
import { decidedFinding, foundDone } from '../views/finding.ts';
import { refusalMessage } from '../views/replies/refused.ts';
import type { Command } from './grammar/command.ts';

/** A lead's word on access that Hallpass did not give. */
export async function runFound(
  desk: Desk,
  actor: SlackUserId,
  { deed, key }: Extract<Command, { kind: 'found' }>,
): Promise<Message> {
  const wish = { actor, key };
  switch (deed) {
    case 'remove':
      return told(await takeOut(desk, wish), decidedFinding);
    case 'standing':
      return told(await letStand(desk, wish), decidedFinding);
    case 'all':
      return told(await letAllStand(desk, wish), (count) => foundDone(`${count} of them stand now.`));
    case 'undo':
      return told(await undoStanding(desk, wish), ({ name }) => foundDone('It is looked at anew.', name));
    case 'go-on':
      return told(await goOnReconciling(desk, actor), () => foundDone('Hallpass goes on.'));
  }
}

const told = <T>(outcome: Outcome<T>, words: (value: T) => Message): Message =>
  outcome.ok ? words(outcome.value) : refusalMessage(outcome.refusal);

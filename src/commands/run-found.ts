import type { AssetRef } from '../access/asset.ts';
import type { Desk } from '../access/desk.ts';
import type { Ms, SlackUserId } from '../access/grant.ts';
import type { Message } from '../access/ports/slack.ts';
import { adopt } from '../access/reconcile/adopt.ts';
import { goOnReconciling, letAllStand, letStand, takeOut, undoStanding } from '../access/reconcile/decide.ts';
import { reconcileAll, reconcileOne } from '../access/reconcile/on-demand.ts';
import type { Outcome } from '../access/refusal.ts';
import { decidedFinding, foundDone } from '../views/finding.ts';
import { decided } from '../views/replies/decided.ts';
import { lookingAgain, reconciled } from '../views/replies/reconcile.ts';
import { refusalMessage } from '../views/replies/refused.ts';
import type { Command } from './grammar/command.ts';
import type { Asker } from './run-command.ts';

/** A lead's word on access that Hallpass did not give. */
export async function runFound(
  desk: Desk,
  { user: actor, origin }: Asker,
  { deed, key }: Extract<Command, { kind: 'found' }>,
): Promise<Message> {
  const wish = { actor, key, origin };
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
      return told(await goOnReconciling(desk, actor, origin), () => foundDone('Hallpass goes on.'));
  }
}

/** A lead's look at everything, or at one asset. */
export async function runReconcile(desk: Desk, actor: SlackUserId, asset?: AssetRef): Promise<Message> {
  if (!asset) return told(await reconcileAll(desk, actor), lookingAgain);
  return told(await reconcileOne(desk, actor, asset), reconciled);
}

type Adopting = { user: SlackUserId; asset: AssetRef; level?: string; duration?: Ms };

/** A lead gives found access an end. */
export async function runAdoption(
  desk: Desk,
  { user: actor, channel, origin }: Asker,
  wish: Adopting,
): Promise<Message> {
  const { user, asset, level, duration } = wish;
  const adopted = await adopt(desk, { actor, user, asset, channel, level, duration, origin });
  return told(adopted, (grant) => decided('approved', grant, desk.meta.standing().refused !== null));
}

const told = <T>(outcome: Outcome<T>, words: (value: T) => Message): Message =>
  outcome.ok ? words(outcome.value) : refusalMessage(outcome.refusal);

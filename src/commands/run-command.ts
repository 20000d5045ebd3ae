import { approve } from '../access/approve.ts';
import type { AssetRef } from '../access/asset.ts';
import { deny } from '../access/deny.ts';
import type { Desk } from '../access/desk.ts';
import { cancel, release, revoke } from '../access/end.ts';
import { extend } from '../access/extend.ts';
import type { Grant, SlackUserId } from '../access/grant.ts';
import type { Message } from '../access/ports/slack.ts';
import type { Outcome } from '../access/refusal.ts';
import { type Deed, decided } from '../views/replies/decided.ts';
import { help } from '../views/replies/help.ts';
import { refusalMessage } from '../views/replies/refused.ts';
import { type AssetWish, type Command, isNamed } from './grammar/command.ts';
import { answerLink, answerLog, answerMine, answerPending, answerShow, answerWho, answerWhy } from './run-query.ts';
import { runRequests } from './run-request.ts';
import { withNames } from './with-names.ts';

/** Who types, and where; `origin` names what they did, since a crash may bring it here twice. */
export type Asker = { user: SlackUserId; channel: string; origin?: string | undefined };

/** Runs one command for one person and answers what they are told privately. Each command calls one verb. */
export async function runCommand(desk: Desk, asker: Asker, typed: Command): Promise<Message> {
  const command = await withNames(desk.directory, typed);
  const actor = asker.user;
  switch (command.kind) {
    case 'request':
      return withAssets(command.assets, (assets) => runRequests(desk, asker, { ...command, assets }));
    case 'approve': {
      const outcome = await approve(desk, { actor, id: command.id, level: command.level, duration: command.duration });
      return told(outcome, (grant) => (grant.state === 'active' ? 'extended' : 'approved'));
    }
    case 'deny': {
      const outcome = await deny(desk, { actor, id: command.id, because: command.because });
      return told(outcome, (grant) => (grant.state === 'active' ? 'extension-denied' : 'denied'));
    }
    case 'extend': {
      const outcome = await extend(desk, { actor, id: command.id, duration: command.duration, origin: asker.origin });
      return told(outcome, (grant) => (grant.state === 'active' && grant.asked ? 'extension-asked' : 'extended'));
    }
    case 'release':
      return told(await release(desk, { actor, id: command.id }), () => 'released');
    case 'revoke':
      return told(await revoke(desk, { actor, id: command.id, because: command.because }), () => 'revoked');
    case 'cancel':
      return told(await cancel(desk, { actor, id: command.id }), () => 'cancelled');
    case 'mine':
      return answerMine(desk, actor);
    case 'pending':
      return answerPending(desk);
    case 'who':
      return withAssets([command.asset], ([asset]) => answerWho(desk, asset as AssetRef));
    case 'show':
      return withAssets([command.asset], ([asset]) => answerShow(desk, asset as AssetRef));
    case 'log': {
      const { of: subject } = command;
      if (!('asset' in subject)) return answerLog(desk, actor, subject);
      return withAssets([subject.asset], ([asset]) => answerLog(desk, actor, { asset: asset as AssetRef }));
    }
    case 'why':
      return answerWhy(desk, actor, command.id);
    case 'link':
      return answerLink(desk, actor);
    case 'help':
      return help(command.topic);
    case 'form':
      return help('request');
  }
}

/** What the person did, or why it was not done. */
export const told = (outcome: Outcome<Grant>, deed: (grant: Grant) => Deed): Message =>
  outcome.ok ? decided(deed(outcome.value), outcome.value) : refusalMessage(outcome.refusal);

/** Projects by name are not served yet; everything else has a number. */
function withAssets(wishes: readonly AssetWish[], go: (assets: AssetRef[]) => Promise<Message>): Promise<Message> {
  const assets = wishes.filter((wish): wish is AssetRef => !isNamed(wish));
  if (assets.length === wishes.length) return go(assets);
  return Promise.resolve(refusalMessage({ code: 'kind_unsupported', kind: 'group' }));
}

import { approve } from '../access/approve.ts';
import type { AssetRef } from '../access/asset.ts';
import { deny } from '../access/deny.ts';
import type { Desk } from '../access/desk.ts';
import { cancel, release, revoke } from '../access/end.ts';
import type { Origin } from '../access/event.ts';
import { extend } from '../access/extend.ts';
import type { Grant, SlackUserId } from '../access/grant.ts';
import { groupNamed } from '../access/group-named.ts';
import { leave } from '../access/leave.ts';
import type { Message } from '../access/ports/slack.ts';
import { done, type Outcome } from '../access/refusal.ts';
import { type Deed, decided } from '../views/replies/decided.ts';
import { help } from '../views/replies/help.ts';
import { refusalMessage } from '../views/replies/refused.ts';
import { earlier } from './earlier.ts';
import { type AssetWish, type Command, isNamed } from './grammar/command.ts';
import { runAdoption, runFound, runReconcile } from './run-found.ts';
import { answerLink, answerLog, answerMine, answerPending, answerShow, answerWho, answerWhy } from './run-query.ts';
import { runRequests } from './run-request.ts';
import { withNames } from './with-names.ts';

/** Who types, and where; `origin` names what they did, since a crash may bring it here twice. */
export type Asker = { user: SlackUserId; channel: string; origin?: Origin | undefined };

/** Runs one command for one person and answers what they are told privately. Each command calls one verb. */
export async function runCommand(desk: Desk, asker: Asker, typed: Command): Promise<Message> {
  const command = await withNames(desk.directory, typed);
  const actor = asker.user;
  switch (command.kind) {
    case 'request':
      return withAssets(desk, command.assets, (assets) => runRequests(desk, asker, { ...command, assets }));
    case 'approve':
      return onGrant(desk, asker, command, (whose) => approve(desk, { ...command, ...whose }));
    case 'deny':
      return onGrant(desk, asker, command, (whose) => deny(desk, { ...command, ...whose }));
    case 'extend':
      return onGrant(desk, asker, command, (whose) => extend(desk, { ...command, ...whose }));
    case 'release':
      return onGrant(desk, asker, command, (whose) => release(desk, { ...command, ...whose }));
    case 'revoke':
      return onGrant(desk, asker, command, (whose) => revoke(desk, { ...command, ...whose }));
    case 'cancel':
      return onGrant(desk, asker, command, (whose) => cancel(desk, { ...command, ...whose }));
    case 'leave':
      return onGrant(desk, asker, command, (whose) => leave(desk, { ...command, ...whose }));
    case 'found':
      return runFound(desk, asker, command);
    case 'reconcile':
      return withAssets(desk, command.asset ? [command.asset] : [], ([asset]) => runReconcile(desk, actor, asset));
    case 'adopt':
      return withAssets(desk, [command.asset], ([asset]) =>
        runAdoption(desk, asker, { ...command, asset: asset as AssetRef }),
      );
    case 'mine':
      return answerMine(desk, actor);
    case 'pending':
      return answerPending(desk);
    case 'who':
      return withAssets(desk, [command.asset], ([asset]) => answerWho(desk, asset as AssetRef));
    case 'show':
      return withAssets(desk, [command.asset], ([asset]) => answerShow(desk, actor, asset as AssetRef));
    case 'log': {
      const { of: subject } = command;
      if (!('asset' in subject)) return answerLog(desk, actor, subject);
      return withAssets(desk, [subject.asset], ([asset]) => answerLog(desk, actor, { asset: asset as AssetRef }));
    }
    case 'why':
      return answerWhy(desk, actor, command.id);
    case 'link':
      return answerLink(desk, actor, command.user);
    case 'help':
      return help(command.topic);
    case 'form':
      return help('request');
  }
}

type Decision = Extract<Command, { kind: keyof typeof DEEDS }>;

/** Runs a verb on one grant, and answers what the person did or why it was not done; what was done before is not done again. */
async function onGrant(
  desk: Desk,
  { user, origin }: Asker,
  { kind, id }: Decision,
  verb: (whose: { actor: SlackUserId; origin: Origin | undefined }) => Promise<Outcome<Grant>>,
): Promise<Message> {
  const before = await earlier(desk, id, origin);
  if (before) return before;
  const outcome = await verb({ actor: user, origin });
  const paused = desk.meta.standing().refused !== null;
  if (outcome.ok) return decided(deedOf(kind, outcome.value), outcome.value, paused);
  // What an earlier try sent to Redis may have come in between.
  return (await earlier(desk, id, origin)) ?? refusalMessage(outcome.refusal);
}

const DEEDS = {
  approve: 'approved',
  deny: 'denied',
  extend: 'extended',
  release: 'released',
  revoke: 'revoked',
  cancel: 'cancelled',
  leave: 'left',
} as const satisfies Partial<Record<Command['kind'], Deed>>;

/** A decision about an active grant is one about its extension. */
function deedOf(kind: Decision['kind'], grant: Grant): Deed {
  if (grant.state !== 'active') return DEEDS[kind];
  if (kind === 'deny') return 'extension-denied';
  return kind === 'extend' && grant.asked ? 'extension-asked' : 'extended';
}

/** Projects by name are looked up; everything else has a number. */
async function withAssets(
  desk: Desk,
  wishes: readonly AssetWish[],
  go: (assets: AssetRef[]) => Promise<Message>,
): Promise<Message> {
  const assets: AssetRef[] = [];
  for (const wish of wishes) {
    const found = isNamed(wish) ? await groupNamed(desk, wish.name) : done(wish);
    if (!found.ok) return refusalMessage(found.refusal);
    assets.push(found.value);
  }
  return go(assets);
}

import type { Json } from '../blocks/types.ts';
import { validateView } from '../blocks/validate-view.ts';
import type { View } from '../model.ts';
import { slackView } from '../shapes/view.ts';
import { newId, type State, type Trigger } from '../state.ts';
import { redeemTrigger } from '../triggers.ts';
import { type Checked, findView, openModal, publishHome, pushModal, replaceView, stackOf } from '../views/stack.ts';
import { optionalText, requiredText, structured } from './args.ts';
import { methods } from './method.ts';
import { refuse, refuseWith } from './refusal.ts';

const maxViewBytes = 250_000;

function readView(state: State, args: Json, kind: 'modal' | 'home', replacing?: View): Checked {
  const raw = structured(args, 'view', 'invalid_arguments');
  if (raw === undefined) return refuseWith('invalid_arguments', ['missing required field: view']);
  if (JSON.stringify(raw).length > maxViewBytes) return refuse('view_too_large');
  const verdict = validateView(raw, kind, () => newId(state, 'b').toLowerCase());
  if (!verdict.ok) return refuseWith('invalid_arguments', verdict.complaints);
  const externalId = optionalText(verdict.view, 'external_id');
  const holder = externalId === undefined ? undefined : findView(state, { externalId });
  return holder !== undefined && holder !== replacing ? refuse('duplicate_external_id') : verdict;
}

function redeem(state: State, args: Json): Trigger {
  const redeemed = redeemTrigger(state, requiredText(args, 'trigger_id'));
  return redeemed.ok ? redeemed.trigger : refuse(redeemed.error);
}

/** A hash, when given, must be that of the view as it is: the guard against two updates that race. */
function checkHash(args: Json, view: View | undefined): void {
  const hash = optionalText(args, 'hash');
  if (hash !== undefined && view !== undefined && hash !== view.hash) refuse('hash_conflict');
}

export const views = methods({
  'views.open': {
    token: 'bot',
    scopes: [],
    run({ state, args }) {
      const checked = readView(state, args, 'modal');
      return { view: slackView(state, openModal(state, redeem(state, args).user, checked)) };
    },
  },
  'views.push': {
    token: 'bot',
    scopes: [],
    run({ state, args }) {
      const checked = readView(state, args, 'modal');
      const { user, viewId } = redeem(state, args);
      const inside = stackOf(state, user).some(({ id }) => id === viewId);
      if (!inside) refuse('invalid_trigger_id');
      return { view: slackView(state, pushModal(state, user, checked) ?? refuse('push_limit_reached')) };
    },
  },
  'views.update': {
    token: 'bot',
    scopes: [],
    run({ state, args }) {
      const id = optionalText(args, 'view_id');
      const externalId = id === undefined ? requiredText(args, 'external_id') : undefined;
      const by = { ...(id === undefined ? {} : { id }), ...(externalId === undefined ? {} : { externalId }) };
      const view = findView(state, by) ?? refuse('not_found');
      const checked = readView(state, args, view.type, view);
      checkHash(args, view);
      return { view: slackView(state, replaceView(state, view, checked)) };
    },
  },
  'views.publish': {
    token: 'bot',
    scopes: [],
    run({ state, args }) {
      const user = state.users.get(requiredText(args, 'user_id')) ?? refuse('user_not_found');
      if (user.deleted || user.bot) refuse('not_enabled');
      const view = state.homes.get(user.id);
      const checked = readView(state, args, 'home', view);
      checkHash(args, view);
      return { view: slackView(state, publishHome(state, user.id, checked)) };
    },
  },
});

import type { Json } from '../blocks/types.ts';
import { validateView } from '../blocks/validate-view.ts';
import type { Values, View } from '../model.ts';
import { slackView } from '../shapes/view.ts';
import { changed, newId } from '../state.ts';
import { issueTrigger } from '../triggers.ts';
import { type Checked, closeAll, closeTop, pushModal, replaceView, stackOf, topModal } from '../views/stack.ts';
import type { DispatchResult } from '../workspace-types.ts';
import { clientErrors, fillView } from './check-inputs.ts';
import { type Hands, interactionBase } from './hands.ts';

/** What Slack writes into a modal when the app's answer did not come or was of no use. */
const trouble = 'We had some trouble connecting. Try again?';

/** The person's open modal; throws when they have none. */
export function openView({ state, user }: Hands): View {
  const view = topModal(state, user.id);
  if (view === undefined) throw new Error(`${user.id} has no modal open`);
  return view;
}

type Response = { response_action?: string; errors?: Record<string, string>; view?: Json };

/** Does what a `response_action` says; returns why it could not, in Slack's error words. */
function respond(hands: Hands, view: View, body: Response): string | undefined {
  const { state, user } = hands;
  switch (body.response_action) {
    case undefined:
      if (stackOf(state, user.id).at(-1) === view) closeTop(state, user.id);
      return undefined;
    case 'clear':
      closeAll(state, user.id);
      return undefined;
    case 'errors':
      return showErrors(hands, view, body.errors ?? {});
    case 'update':
    case 'push':
      return showView(hands, view, body.response_action, body.view);
    default:
      return 'invalid_response_action';
  }
}

function showErrors({ state }: Hands, view: View, errors: Record<string, string>): string | undefined {
  const inputs = view.blocks.filter((block) => block.type === 'input').map((block) => block.block_id);
  const ids = Object.keys(errors);
  if (ids.length === 0 || ids.some((id) => !inputs.includes(id))) return 'invalid_errors';
  view.errors = errors;
  changed(state);
  return undefined;
}

function showView({ state, user }: Hands, view: View, how: 'update' | 'push', raw: unknown): string | undefined {
  const verdict = validateView(raw, 'modal', () => newId(state, 'b').toLowerCase());
  if (!verdict.ok) return `invalid_arguments: ${verdict.complaints.join('; ')}`;
  const checked: Checked = verdict;
  if (how === 'push') return pushModal(state, user.id, checked) === null ? 'push_limit_reached' : undefined;
  replaceView(state, view, checked);
  return undefined;
}

/** Fills in and submits the person's modal, and does what the bot answers. */
export async function submit(hands: Hands, values: Values): Promise<DispatchResult> {
  const { state, user, dispatcher } = hands;
  const view = openView(hands);
  if (view.submit === undefined) throw new Error('the modal has no submit button');
  fillView(state, view, values);
  view.errors = clientErrors(view);
  delete view.notice;
  changed(state);
  if (Object.keys(view.errors).length > 0) return { status: 'refused', ms: 0, errors: view.errors };
  const payload = {
    ...interactionBase(hands, 'view_submission'),
    trigger_id: issueTrigger(state, user.id, view.id),
    view: slackView(state, view),
    response_urls: [],
  };
  const result = await dispatcher.send({ kind: 'view_submission', user: user.id, format: 'interactive', payload });
  const body = (typeof result.body === 'object' ? result.body : {}) as Response;
  const reason = result.status === 'acked' ? respond(hands, view, body) : result.reason;
  if (reason === undefined) {
    return body.response_action === 'errors' ? { ...result, errors: view.errors } : result;
  }
  view.notice = trouble;
  changed(state);
  return { ...result, status: result.status === 'acked' ? 'failed' : result.status, reason };
}

/** Closes the top modal (all of them when it says `clear_on_close`); the bot hears of it only if it asked to. */
export async function closeModal(hands: Hands): Promise<DispatchResult | null> {
  const { state, user, dispatcher } = hands;
  const view = openView(hands);
  const payload = {
    ...interactionBase(hands, 'view_closed'),
    view: slackView(state, view),
    is_cleared: view.clearOnClose,
  };
  if (view.clearOnClose) closeAll(state, user.id);
  else closeTop(state, user.id);
  if (!view.notifyOnClose) return null;
  return dispatcher.send({ kind: 'view_closed', user: user.id, format: 'interactive', payload });
}

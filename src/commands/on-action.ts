import type { BlockAction, ButtonAction } from '@slack/bolt';
import { latestEnd } from '../access/extend.ts';
import type { Grant } from '../access/grant.ts';
import { mayDecide, mayLead } from '../access/policy.ts';
import { SlackError } from '../access/ports/slack.ts';
import type { Refusal } from '../access/refusal.ts';
import { levelsWithin } from '../access/terms.ts';
import { askButton } from '../views/ask-button.ts';
import { actions } from '../views/ids.ts';
import { changeForm } from '../views/modals/change-form.ts';
import { extendForm } from '../views/modals/extend-form.ts';
import { denyForm, revokeForm } from '../views/modals/reason-forms.ts';
import { refusalMessage } from '../views/replies/refused.ts';
import { type Branch, branchOfChannel, branchOfGrant } from './branch.ts';
import { keep } from './keep.ts';
import { notMember } from './members-only.ts';
import type { Web } from './web.ts';

type Click = { body: BlockAction; action: ButtonAction; ack: () => Promise<void> };

/** Buttons that do their work at once. */
export const DIRECT: readonly string[] = [
  actions.approve,
  actions.askCustomer,
  actions.release,
  actions.approveExtension,
  actions.denyExtension,
  actions.leave,
];
/** Buttons about access that Hallpass did not give; each carries `page:123:<principal>`. */
export const FOUND: readonly string[] = [
  actions.foundStanding,
  actions.foundRemove,
  actions.foundAll,
  actions.foundGoOn,
  actions.foundUndo,
];
/** Buttons that ask something first. */
export const ASKING: readonly string[] = [actions.deny, actions.change, actions.extend, actions.revoke];

const ID = /^[A-Z][A-Z0-9]*-\d{1,15}$/;

/** What the button carries; anything but text is no id. */
const idOf = ({ value }: { value?: unknown }): string => (typeof value === 'string' ? value : '');

/** The business of a click: the channel's, or in direct messages and on the Home tab the one that the grant names. */
const branchOf = ({ branches }: Web, body: BlockAction, id: string): Branch | null => {
  const channel = body.channel?.id;
  const served = channel ? branchOfChannel(branches, channel) : null;
  if (served) return served;
  return channel === undefined || channel.startsWith('D') ? branchOfGrant(branches, id) : null;
};

const answer = (web: Web, body: BlockAction, refusal: Refusal): Promise<void> =>
  web.messenger
    .reply(
      { user: body.user.id, channel: body.channel?.id ?? '', url: body.response_url || undefined },
      refusalMessage(refusal),
    )
    .catch((error: unknown) => {
      web.log.warn(
        { user: body.user.id, error: error instanceof Error ? error.message : 'unknown' },
        'answer not sent',
      );
    });

/** A button: committed and acknowledged; who may do it is decided when it is handled, whatever the card showed. */
export const onDirect =
  (web: Web) =>
  async ({ body, action, ack }: Click): Promise<void> => {
    const value = idOf(action);
    const id = action.action_id === actions.askCustomer ? (askButton.parse(value)?.id ?? '') : value;
    const branch = ID.test(id) ? branchOf(web, body, id) : null;
    if (!branch) {
      void answer(web, body, { code: 'unknown_id', id });
      return ack();
    }
    const channel = body.channel?.id ?? '';
    const data = { action: action.action_id, id: value, reply: body.response_url ?? '' };
    const kept = await keep(web, branch, { kind: 'action', user: body.user.id, channel, data });
    if (kept !== 'kept') void answer(web, body, { code: kept });
    return ack();
  };

/** A button about what was found, which only counts in the channel of its business. */
export const onFound =
  (web: Web) =>
  async ({ body, action, ack }: Click): Promise<void> => {
    const channel = body.channel?.id ?? '';
    const branch = branchOfChannel(web.branches, channel);
    if (!branch) {
      void answer(web, body, { code: 'no_business', channel });
      return ack();
    }
    const data = { action: action.action_id, id: idOf(action).slice(0, 200), reply: body.response_url ?? '' };
    const kept = await keep(web, branch, { kind: 'action', user: body.user.id, channel, data });
    if (kept !== 'kept') void answer(web, body, { code: kept });
    return ack();
  };

/** A button with a form behind it. People who may not do it hear so now; it is decided again when the form comes back. */
export const onAsking =
  (web: Web) =>
  async ({ body, action, ack }: Click): Promise<void> => {
    void openForm(web, body, action).catch((error: unknown) => {
      web.log.warn(
        { action: action.action_id, error: error instanceof Error ? error.message : 'unknown' },
        'form not opened',
      );
      void answer(web, body, { code: error instanceof SlackError ? 'slack_away' : 'store_away' });
    });
    return ack();
  };

async function openForm(web: Web, body: BlockAction, action: ButtonAction): Promise<void> {
  const id = idOf(action);
  const branch = ID.test(id) ? branchOf(web, body, id) : null;
  const grant = (await branch?.desk.ledger.get(id)) ?? null;
  if (!branch || !grant) return answer(web, body, { code: 'unknown_id', id });
  const refusal =
    (await notMember(branch.desk, body.user.id, 'extend')) ??
    (await refusalFor(branch, action.action_id, body.user.id, grant));
  if (refusal) return answer(web, body, refusal);
  const view = await formFor(branch, action.action_id, grant, body.channel?.id ?? '');
  await web.messenger.openModal(body.trigger_id, view);
}

async function refusalFor({ desk }: Branch, action: string, user: string, grant: Grant): Promise<Refusal | null> {
  if (action === actions.extend)
    return user === grant.requester ? null : ((r) => (r.ok ? null : r.refusal))(await mayLead(desk, user));
  const allowed = action === actions.revoke ? await mayLead(desk, user) : await mayDecide(desk, user, grant);
  return allowed.ok ? null : allowed.refusal;
}

async function formFor({ desk }: Branch, action: string, grant: Grant, channel: string): Promise<object> {
  const { rules } = desk.business;
  if (action === actions.deny) return denyForm.build({ grant, channel });
  if (action === actions.revoke) return revokeForm.build({ grant, channel });
  if (action === actions.extend) {
    const room = grant.state === 'active' ? latestEnd(desk, grant) - grant.expiresAt : rules.durations.default;
    return extendForm.build({ grant, channel, suggested: Math.max(1_000, Math.min(rules.durations.default, room)) });
  }
  const info = await desk.meta.asset(grant.asset).catch(() => null);
  const levels = info ? levelsWithin(rules, info) : Object.keys(rules.levels[grant.asset.kind]);
  return changeForm.build({ grant, channel, levels });
}

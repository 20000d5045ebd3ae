import type { ViewOutput, ViewResponseAction } from '@slack/bolt';
import { changeForm } from '../views/modals/change-form.ts';
import { durationErrors } from '../views/modals/duration-field.ts';
import { extendForm } from '../views/modals/extend-form.ts';
import type { Filled, Submitted } from '../views/modals/fields.ts';
import { denyForm, revokeForm } from '../views/modals/reason-forms.ts';
import { requestForm } from '../views/modals/request-form.ts';
import { refusalText } from '../views/refusal.ts';
import { type Branch, branchOfChannel, branchOfGrant } from './branch.ts';
import type { Command } from './grammar/command.ts';
import { keep } from './keep.ts';
import { timeRefusal } from './time-refusal.ts';
import type { Web } from './web.ts';

type Sent = { body: { user: { id: string } }; view: ViewOutput; ack: (answer?: ViewResponseAction) => Promise<void> };

/** A form and the command that it stands for: what comes back from it goes the same way as a typed line. */
type FormOf = { id: string; read(view: Submitted): Filled<{ channel: string; command: Command }> };

const reading = <T extends { channel: string }>(
  form: { id: string; parse(view: Submitted): Filled<T> },
  command: (values: T) => Command,
): FormOf => ({
  id: form.id,
  read(view) {
    const filled = form.parse(view);
    if (!filled.ok) return filled;
    return { ok: true, values: { channel: filled.values.channel, command: command(filled.values) } };
  },
});

/** Every form. */
export const formList: readonly FormOf[] = [
  reading(requestForm, ({ channel: _, asset, ...terms }) => ({ kind: 'request', assets: [asset], ...terms })),
  reading(denyForm, ({ channel: _, ...deny }) => ({ kind: 'deny', ...deny })),
  reading(changeForm, ({ channel: _, ...approve }) => ({ kind: 'approve', ...approve })),
  reading(extendForm, ({ channel: _, ...extend }) => ({ kind: 'extend', ...extend })),
  reading(revokeForm, ({ channel: _, ...revoke }) => ({ kind: 'revoke', ...revoke })),
];

/** A form that was sent: mistakes are shown under their fields; the rest is committed, then the form closes. */
export const onForm =
  (web: Web) =>
  async ({ body, view, ack }: Sent): Promise<void> => {
    const filled = formList.find(({ id }) => id === view.callback_id)?.read(view as Submitted);
    if (!filled) return ack();
    if (!filled.ok) return ack({ response_action: 'errors', errors: filled.errors });
    const { channel, command } = filled.values;
    const branch = branchFor(web, channel, command);
    const off = branch && (await timeRefusal(branch, command));
    if (off) return ack({ response_action: 'errors', errors: durationErrors(refusalText(off)) });
    const data = { command: JSON.stringify(command), reply: '' };
    const kept = branch && (await keep(web, branch, { kind: 'view', user: body.user.id, channel, data }));
    if (kept === 'kept') return ack();
    const field = Object.keys(view.state.values)[0] ?? '';
    const why = refusalText(kept ? { code: kept } : { code: 'no_business', channel });
    return ack({ response_action: 'errors', errors: { [field]: why } });
  };

function branchFor({ branches }: Web, channel: string, command: Command): Branch | null {
  const served = branchOfChannel(branches, channel);
  if (served) return served;
  const aside = channel === '' || channel.startsWith('D');
  return aside && 'id' in command ? branchOfGrant(branches, command.id) : null;
}

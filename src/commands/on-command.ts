import type { AckFn, RespondArguments, SlashCommand } from '@slack/bolt';
import { holdsCredential } from '../access/credential.ts';
import { requestForm } from '../views/modals/request-form.ts';
import { misunderstood } from '../views/parse-error.ts';
import { help } from '../views/replies/help.ts';
import { refusalMessage } from '../views/replies/refused.ts';
import { type Branch, branchOfChannel } from './branch.ts';
import { parse } from './grammar/parse.ts';
import { keep } from './keep.ts';
import { levelNames } from './level-names.ts';
import type { Web } from './web.ts';

type Told = { text: string; blocks: readonly object[] };
type Slash = { command: SlashCommand; ack: AckFn<string | RespondArguments> };

/** Only the person who typed sees it. */
const privately = ({ text, blocks }: Told) => ({ response_type: 'ephemeral', text, blocks }) as RespondArguments;

/**
 * `/access …`: what can't be understood, and what must not be kept, is answered in the acknowledgement and stored nowhere; the
 * rest is committed and acknowledged, and answered through its response_url.
 */
export const onCommand =
  (web: Web) =>
  async ({ command, ack }: Slash): Promise<void> => {
    const branch = branchOfChannel(web.branches, command.channel_id);
    if (!branch) return ack(privately(refusalMessage({ code: 'no_business', channel: command.channel_id })));
    if (holdsCredential(command.text)) return ack(privately(refusalMessage({ code: 'credential' })));
    const parsed = parse(command.text, { levels: levelNames(branch) });
    if (!parsed.ok) return ack(privately(misunderstood(parsed.error)));
    if (parsed.command.kind === 'help') return ack(privately(help(parsed.command.topic)));
    if (parsed.command.kind === 'form') {
      openForm(web, branch, command);
      return ack();
    }
    const kept = await keep(web, branch, {
      kind: 'command',
      user: command.user_id,
      channel: command.channel_id,
      data: { command: JSON.stringify(parsed.command), reply: command.response_url },
    });
    return kept ? ack() : ack(privately(refusalMessage({ code: 'store_away' })));
  };

/** A trigger lives for three seconds, so the form is opened at once, beside the acknowledgement. */
function openForm({ messenger, log }: Web, { desk }: Branch, { trigger_id, channel_id, user_id }: SlashCommand): void {
  const { rules } = desk.business;
  const view = requestForm.build({
    channel: channel_id,
    levels: [...new Set([...Object.keys(rules.levels.page), ...Object.keys(rules.levels.adaccount)])],
    durations: rules.durations,
    defaultLevel: rules.defaultLevel,
    search: true,
  });
  messenger.openModal(trigger_id, view).catch((error: unknown) => {
    log.warn({ user: user_id, error: error instanceof Error ? error.message : 'unknown' }, 'form not opened');
  });
}

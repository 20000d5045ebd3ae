import type { AckFn, RespondArguments, SlashCommand } from '@slack/bolt';
import type { Refusal } from '../access/refusal.ts';
import { requestForm } from '../views/modals/request-form.ts';
import { refusalMessage } from '../views/replies/refused.ts';
import { type Branch, branchOfChannel } from './branch.ts';
import { LONGEST } from './grammar/parse.ts';
import { keep } from './keep.ts';
import { notMember } from './members-only.ts';
import { saysCredential } from './says-credential.ts';
import type { Web } from './web.ts';

type Told = { text: string; blocks: readonly object[] };
type Slash = { command: SlashCommand; ack: AckFn<string | RespondArguments> };

/** Only the person who typed sees it. */
const privately = ({ text, blocks }: Told) => ({ response_type: 'ephemeral', text, blocks }) as RespondArguments;

/**
 * `/access …`: what must not be kept is answered in the acknowledgement and stored nowhere; the rest is committed, acknowledged,
 * and understood and answered by whoever handles the inbox. So an acknowledgement costs one write to Redis, however much a
 * command asks for.
 */
export const onCommand =
  (web: Web) =>
  async ({ command, ack }: Slash): Promise<void> => {
    const { text = '', channel_id: channel, user_id: user } = command;
    // Before all else: wherever it was typed, its sender should know.
    if (saysCredential(text)) return ack(privately(refusalMessage({ code: 'credential' })));
    const branch = branchOfChannel(web.branches, channel);
    if (!branch) return ack(privately(refusalMessage({ code: 'no_business', channel })));
    if (text.length > LONGEST) return ack(privately(refusalMessage({ code: 'text_too_long', max: LONGEST })));
    if (text.trim() === '') {
      openForm(web, branch, command);
      return ack();
    }
    const kept = await keep(web, branch, {
      kind: 'command',
      user,
      channel,
      data: { text, reply: command.response_url },
    });
    return kept === 'kept' ? ack() : ack(privately(refusalMessage({ code: kept })));
  };

/** A trigger lives for three seconds, so the form is opened at once, beside the acknowledgement. */
function openForm(web: Web, branch: Branch, command: SlashCommand): void {
  const { user_id: user, channel_id: channel, response_url: url } = command;
  const warn = (sentence: string) => (error: unknown) =>
    web.log.warn({ user, error: error instanceof Error ? error.message : 'unknown' }, sentence);
  const answer = (refusal: Refusal) =>
    web.messenger.reply({ user, channel, url }, refusalMessage(refusal)).catch(warn('answer not sent'));
  showForm(web, branch, command).then(
    (refusal) => refusal && answer(refusal),
    (error: unknown) => {
      warn('form not opened')(error);
      return answer({ code: 'slack_away' });
    },
  );
}

async function showForm({ messenger }: Web, { desk }: Branch, command: SlashCommand): Promise<Refusal | null> {
  const refusal = await notMember(desk, command.user_id, 'form');
  if (refusal) return refusal;
  const { rules } = desk.business;
  const view = requestForm.build({
    channel: command.channel_id,
    levels: [...new Set([...Object.keys(rules.levels.page), ...Object.keys(rules.levels.adaccount)])],
    durations: rules.durations,
    defaultLevel: rules.defaultLevel,
    search: true,
  });
  await messenger.openModal(command.trigger_id, view);
  return null;
}

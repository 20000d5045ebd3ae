import type { types } from '@slack/bolt';

export type Block = types.KnownBlock;

/** Our own mrkdwn. `verbatim`: Slack adds no links or mentions of its own to what people wrote. */
const mrkdwn = (text: string): types.MrkdwnElement => ({ type: 'mrkdwn', text, verbatim: true });
export const plain = (text: string): types.PlainTextElement => ({ type: 'plain_text', text, emoji: true });

/** A paragraph, with short facts under it in two columns. */
export const section = (text: string, fields: readonly string[] = []): types.SectionBlock => ({
  type: 'section',
  text: mrkdwn(text),
  ...(fields.length > 0 ? { fields: fields.map(mrkdwn) } : {}),
});

/** Small print. */
export const context = (...texts: string[]): types.ContextBlock => ({ type: 'context', elements: texts.map(mrkdwn) });

export const heading = (text: string): types.HeaderBlock => ({ type: 'header', text: plain(text) });

/** A button about one grant. */
export const button = (
  label: string,
  action: string,
  grant: string,
  extra: Pick<types.Button, 'style' | 'confirm'> = {},
): types.Button => ({ type: 'button', text: plain(label), action_id: action, value: grant, ...extra });

export const buttons = (...elements: types.Button[]): types.ActionsBlock => ({ type: 'actions', elements });

/** Asks before access is given up, since a slip can't be taken back without a lead. */
export const sure = (question: string, yes: string): { confirm: types.ConfirmationDialog } => ({
  confirm: { title: plain('Are you sure?'), text: plain(question), confirm: plain(yes), deny: plain('No') },
});

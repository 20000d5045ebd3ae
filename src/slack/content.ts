import type { types } from '@slack/bolt';
import type { Message } from '../access/ports/slack.ts';

/** A message as Slack's methods take it: without blocks the text alone is shown. */
export const content = ({ text, blocks }: Message) =>
  blocks.length > 0 ? { text, blocks: blocks as types.KnownBlock[] } : { text };

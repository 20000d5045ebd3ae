import type { Json } from '../blocks/types.ts';

/** One thing to tell the bot, before it is known over which line it goes. */
export type Outgoing = {
  kind: string;
  user: string;
  /** `command`: form fields. `interactive`: JSON in one form field. `event`: plain JSON. */
  format: 'command' | 'interactive' | 'event';
  payload: Json;
  retry?: { num: number; reason: string };
};

/** What came back; `reason` is Slack's word for what went wrong. */
export type Answer =
  | { outcome: 'acked'; body: unknown }
  | { outcome: 'timeout'; reason: string }
  | { outcome: 'failed'; reason: string; noRetry?: boolean };

import type { Ms, SlackUserId } from '../grant.ts';

/** Something a person did in Slack, kept until it was handled. `reply` is where the answer may be sent. */
export type InboxItem = {
  kind: 'command' | 'action' | 'view' | 'message' | 'home';
  user: SlackUserId;
  channel: string;
  at: Ms;
  /** What the log calls it, and what it does is known by. */
  request?: string | undefined;
  /** Slack's id of the event, which may be sent several times: it is handed out once. */
  event?: string | undefined;
  /** Kind-specific facts, all strings. */
  data: Record<string, string>;
};

/** Thrown when the connection broke while an item was under way: whether it was kept is not known. */
export class MaybeKept extends Error {}

/** Interactions are committed here before they are acknowledged to Slack, so that a crash loses none. */
export type Inbox = {
  add(item: InboxItem): Promise<void>;
  read(block: Ms, count: number): Promise<{ id: string; item: InboxItem; redelivered: boolean }[]>;
  done(ids: string[]): Promise<void>;
  /** Says that these are still being handled: who is not heard of for a few seconds counts as dead. */
  keep(ids: string[]): Promise<void>;
  close(): Promise<void>;
};

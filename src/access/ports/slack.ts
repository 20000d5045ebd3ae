import type { GrantId, Ms, SlackUserId } from '../grant.ts';

/** Who is in a channel without being one of the company: a guest of the workspace, or somebody of another one. */
export type Outsider = 'guest' | 'stranger';

/** A Slack person. */
export type SlackPerson = {
  id: SlackUserId;
  name: string;
  email: string | null;
  deleted: boolean;
  bot: boolean;
  outsider?: Outsider;
};

/** Who is who in Slack. */
export type Directory = {
  person(user: SlackUserId): Promise<SlackPerson | null>;
  /** Members of a user group; empty when it can't be read. */
  group(id: string): Promise<SlackUserId[]>;
};

/** What is shown in Slack: Block Kit, and the text for notifications and screen readers. */
export type Message = { text: string; blocks: readonly object[] };

/** Where a message stands. */
export type Place = { channel: string; ts: string };

/** Slack, outwards. Every method may throw a SlackError. */
export type Messenger = {
  /** Posts once; `key` goes into the metadata, so that `find` sees after a cut connection whether it was posted. */
  post(post: { channel: string; thread?: string; message: Message; key: string; grant?: GrantId }): Promise<Place>;
  update(place: Place, message: Message): Promise<void>;
  /** Looks for our own message with this key among those since `since` (epoch ms). */
  find(where: { channel: string; thread?: string; key: string; since: Ms }): Promise<Place | null>;
  /** The grant whose card this message is; null for any message that is not ours. */
  grantOf(place: Place): Promise<GrantId | null>;
  /** The channel id of the direct conversation with a person. */
  direct(user: SlackUserId): Promise<string>;
  /** Answers privately: through the response_url where there is one, else as an ephemeral message, else in the direct conversation. */
  reply(
    to: { user: SlackUserId; channel: string; url?: string | undefined; thread?: string | undefined },
    message: Message,
  ): Promise<void>;
  openModal(triggerId: string, view: object): Promise<void>;
  publishHome(user: SlackUserId, view: object): Promise<void>;
};

/** A Slack call that failed; `retryAfter` in ms when Slack asks to wait, `ambiguous` when it may have taken effect. */
export class SlackError extends Error {
  readonly code: string;
  readonly retryAfter: Ms | undefined;
  readonly ambiguous: boolean;
  constructor(code: string, facts: { retryAfter?: Ms | undefined; ambiguous?: boolean } = {}) {
    super(`Slack answered ${code}`);
    this.name = 'SlackError';
    this.code = code;
    this.retryAfter = facts.retryAfter;
    this.ambiguous = facts.ambiguous ?? false;
  }
}

import type { Ms } from '../grant.ts';

/** A time in which Meta refuses the token of a business. `key` names the token, as in TokenStanding; `words` are for people. */
export type Outage = { since: Ms; key: string; words: string };

/** What is told of an outage. */
export type Telling = 'down' | 'up';

export type Recovery = { at: Ms; key: string };

/** The one outage of a business that is kept, until everybody was told that it is over. */
export type KeptOutage = Outage & {
  /** When Meta took a token again, and which. */
  over?: Recovery;
  /** Channels to what became of telling them: the `ts` of the message, or '' while it may or may not have been posted. */
  told: Record<Telling, Record<string, string>>;
};

/** The outages of one business, which its instances share. */
export type Outages = {
  get(): Promise<{ outage: KeptOutage | null; last: Recovery | null }>;
  /** Keeps an outage, unless one is kept already. */
  begin(outage: Outage): Promise<void>;
  /** This outage is over; the first who says so counts. */
  end(outage: Outage, over: Recovery): Promise<void>;
  /** True for the first who is to tell a channel; who comes later looks first whether it was told. */
  claim(outage: Outage, telling: Telling, channel: string): Promise<boolean>;
  note(outage: Outage, telling: Telling, channel: string, ts: string): Promise<void>;
  /** Everybody was told that it is over: only when and how is kept. */
  forget(over: Recovery): Promise<void>;
};

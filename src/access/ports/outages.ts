import type { Ms } from '../grant.ts';

/** A time in which Meta refuses the token of a business. `key` names the token, as in TokenStanding; `words` are for people. */
export type Outage = { since: Ms; key: string; words: string };

/** When Meta took a token again, and which. */
export type Recovery = { at: Ms; key: string };

/** The one outage of a business that is kept, until everybody was told that it is over. */
export type KeptOutage = Outage & { over?: Recovery };

/** The outages of one business, which its instances share. */
export type Outages = {
  get(): Promise<{ outage: KeptOutage | null; last: Recovery | null }>;
  /** Keeps an outage, unless one is kept already. */
  begin(outage: Outage): Promise<void>;
  /** This outage is over; the first who says so counts. */
  end(outage: Outage, over: Recovery): Promise<void>;
  /** Everybody was told that it is over: only when and how is kept. */
  forget(over: Recovery): Promise<void>;
};

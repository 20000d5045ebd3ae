import type { Ms } from '../grant.ts';

/** What the instances of a business say once between them. */
export type Once = {
  /** 'said'; or since when somebody is about to say it: the caller, if they are the `first`, else it may have been said already. */
  begin(name: string, now: Ms): Promise<'said' | { first: boolean; since: Ms }>;
  said(name: string): Promise<void>;
};

import { createHash } from 'node:crypto';

/** Every key of one business. The id in braces keeps a business in one slot of a Redis Cluster, so that one script may touch all of it. */
export function keysOf(businessId: string) {
  const root = `hallpass:{${businessId}}:`;
  return {
    /** A grant's record is this and its running number. */
    grants: `${root}grant:`,
    grant: (number: number) => `${root}grant:${number}`,
    number: `${root}number`,
    /** Hash: one field for each (asset, principal) that Hallpass touches. */
    pairs: `${root}pairs`,
    /** Sorted set: the next deadline of each grant that has one, and the end of each resting pair. */
    due: `${root}due`,
    /** Sorted set of the pending requests' numbers. */
    pending: `${root}pending`,
    /** Sorted set of the grants whose access must be gone and is not seen to be, by their end. */
    ending: `${root}ending`,
    /** Written before replicas are asked how far they are. */
    replicas: `${root}replicas`,
    /** The audit stream. */
    events: `${root}events`,
    /** Hash: how far the events are archived. */
    archived: `${root}archived`,
    /** From which archive, by its head, the business is being built anew. */
    rebuilding: `${root}rebuilding`,
    /** The stream of what people did in Slack and is not handled yet. */
    inbox: `${root}inbox`,
    /** Which entry of the inbox is the first of an event that Slack may send again. */
    first: (event: string) => `${root}first:${short(event)}`,
    /** Hash: principal to the Slack person it is bound to. */
    bound: `${root}bound`,
    /** Hash: ticket to the numbers of its grants, between commas; most have one, for which a key of its own costs twice as much. */
    tickets: `${root}tickets`,
    /** What a wish became, for the case that it is handled again. */
    made: (origin: string) => `${root}made:${short(origin)}`,
    person: (user: string) => `${root}person:${short(user)}`,
    /** The numbers of an asset's requests and grants that are not over are under this and the asset. */
    open: `${root}open:`,
    openOn: (asset: string) => `${root}open:${asset}`,
    asset: (asset: string) => `${root}asset:${asset}`,
    /** How many customers were asked on one day. */
    asks: (day: string) => `${root}asks:${day}`,
    /** Since when something that is said once is about to be said, or that it was. */
    once: (name: string) => `${root}once:${short(name)}`,
    /** Hash: the renewed token, sealed, by the hash of the token of hallpass.yml that it descends from. */
    tokens: `${root}tokens`,
    /** Hash: for each asset that a customer was asked for, when the answer was last looked for. */
    looks: `${root}looks`,
    /** Hash: since when Meta refuses the business' token, and whether that is over. */
    outage: `${root}outage`,
    /** When the last such time was over. */
    outageOver: `${root}outage-over`,
    /** Hash: what an operator has to mend and was found last, by name. */
    alerts: `${root}alerts`,
    /** As long as it is there, somebody found lately that this is so. */
    alert: (name: string) => `${root}alert:${short(name)}`,
    /** Hash: writes that must not be sent twice and were about to leave, such as `ask:page:123`, with the time. */
    sending: `${root}sending`,
    /** What reconciling keeps: how far it is, when each asset was looked at, what waits for a lead, what stands. */
    watch: `${root}watch`,
    watched: `${root}watched`,
    canary: `${root}canary`,
    lookAsked: `${root}look-asked`,
    findings: `${root}findings`,
    standing: `${root}standing`,
    /** Sorted set: the ids of the events about what was found on an asset. */
    foundOn: (asset: string) => `${root}found:${asset}`,
    lease: (name: string) => `${root}lease:${short(name)}`,
    ...budgetKeys(root),
  };
}

/** What is known of Meta's limits for the app as a whole, which all its businesses use up together. */
export const keysOfApp = (appId: string) => budgetKeys(`hallpass:{app:${appId}}:`);

const budgetKeys = (root: string) => ({
  /** Hash: one field for each of Meta's allowances of which something is known. */
  budget: `${root}budget`,
  /** Which instance tries whether an allowance is open again. */
  probe: (bucket: string, until: number) => `${root}probe:${short(bucket)}:${until}`,
});

/** Which change of a user group of Slack was the last; groups belong to no business. */
export const keyOfGroup = (group: string): string => `hallpass:{group:${short(group)}}:changed`;

export type Keys = ReturnType<typeof keysOf>;

/** People's words as part of a key: as they are while short and plain, else as a hash of a fixed length. */
const short = (text: string): string =>
  /^[\w.:-]{1,64}$/.test(text) ? text : `~${createHash('sha256').update(text).digest('base64url')}`;

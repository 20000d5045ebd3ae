import { z } from 'zod';

const OnGrant = z.object({ id: z.string(), channel: z.string() });
/** The grant that a form is about, and the channel where its button was pressed. */
export type OnGrant = z.infer<typeof OnGrant>;

/** Carries in a form what the form itself does not ask for. */
export const keep = (facts: Record<string, string>): string => JSON.stringify(facts);

/** Reads what `keep` wrote for a form about a grant. */
export const grantOf = (metadata: string): OnGrant => OnGrant.parse(JSON.parse(metadata));

/** Reads the channel that a form was opened in. */
export const channelOf = (metadata: string): string =>
  z.object({ channel: z.string() }).parse(JSON.parse(metadata)).channel;

/** Any JSON object as it came over the wire; narrowed by the block schema before it is kept. */
export type Json = Record<string, unknown>;

/** A Block Kit block that has passed validation, whole and with its `block_id` filled in. */
export type Block = Json & { type: string; block_id: string };

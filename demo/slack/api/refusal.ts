import type { Json } from '../blocks/types.ts';

/** Ends a Web API call with one of Slack's error names; caught in one place, where it becomes the answer. */
export class ApiRefusal extends Error {
  readonly extra: Json;

  constructor(error: string, extra: Json = {}) {
    super(error);
    this.extra = extra;
  }
}

/** Refuses the call with one of Slack's error names. */
export function refuse(error: string, extra?: Json): never {
  throw new ApiRefusal(error, extra);
}

/** Refuses with Slack's sentences about what is wrong, in both places where Slack puts them. */
export function refuseWith(error: string, complaints: readonly string[]): never {
  const messages = complaints.map((text) => `[ERROR] ${text}`);
  return refuse(error, { errors: [...complaints], response_metadata: { messages } });
}

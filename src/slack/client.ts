import { webApi } from '@slack/bolt';
import { createFarClock } from '../access/far-clock.ts';
import type { Ms } from '../access/grant.ts';
import { SlackError } from '../access/ports/slack.ts';

/** The client would write to the terminal, past our log; what fails is thrown, and logged by whoever called. */
const silent: webApi.Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => 'error' as webApi.LogLevel,
  setName() {},
};

/** `skew`: how far Slack's clock is from this machine's, as the last answer told. */
export type SlackClient = webApi.WebClient & { skew(): Ms | null };

/** Slack's Web API client, without retries of its own: a repeated post would be a second message. */
export function createSlackClient(options: { token: string; apiUrl?: string | undefined }): SlackClient {
  const { heard, skew } = createFarClock();
  const client = new webApi.WebClient(options.token, {
    ...(options.apiUrl ? { slackApiUrl: options.apiUrl } : {}),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 10_000,
    logger: silent,
    async fetch(...asking) {
      const asked = Date.now();
      const answer = await fetch(...asking);
      heard(answer.headers.get('date'), asked);
      return answer;
    },
  });
  return Object.assign(client, { skew });
}

/** Runs a Web API call and turns its failure into a SlackError that names Slack's own error code. */
export async function calling<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof webApi.WebAPIPlatformError) throw new SlackError(error.data.error);
    if (error instanceof webApi.WebAPIRateLimitedError) {
      throw new SlackError('ratelimited', { retryAfter: error.retryAfter * 1_000 });
    }
    if (error instanceof webApi.WebAPIHTTPError) throw new SlackError(`http_${error.statusCode}`, { ambiguous: true });
    if (error instanceof webApi.WebAPIRequestError) throw new SlackError('request_failed', { ambiguous: true });
    throw error;
  }
}

/** `heard` is told, for each call that Slack refuses as one too many, of which method it was and for how many seconds Slack wants no more. */
export function whenLimited(client: webApi.WebClient, heard: (method: string, seconds: number) => void): void {
  client.on(webApi.WebClientEvent.RATE_LIMITED, (seconds: number, { url }: { url: string }) =>
    heard(new URL(url).pathname.split('/').at(-1) ?? '', seconds),
  );
}

import { readArgs } from '../api/args.ts';
import { ApiRefusal } from '../api/refusal.ts';
import type { Json } from '../blocks/types.ts';
import type { Events } from '../dispatch/events.ts';
import { responseStatus, useResponseUrl } from '../response-urls.ts';
import { bounded, changed, now, type State } from '../state.ts';
import { type Reply, type Request, withFault } from './exchange.ts';

/** Answers a post to a response URL; it is noted among the API calls as `response_url`. */
export async function answerResponseUrl(state: State, events: Events, id: string, request: Request): Promise<Reply> {
  const note = (args: Json, error?: string, fault?: string) => {
    const result = error === undefined ? { ok: true } : { ok: false, error };
    const how = fault === undefined ? {} : { fault };
    bounded(state.apiCalls, { at: now(state), method: 'response_url', args, ...result, ...how });
    changed(state);
  };
  return withFault(state.faults.take('response_url'), {
    run: (fault) => {
      let args: Json = {};
      try {
        args = readArgs(request.contentType, request.body, new URLSearchParams());
        if (typeof args.payload === 'string') args = JSON.parse(args.payload) as Json;
        useResponseUrl(state, events, id, args);
        note(args, undefined, fault);
        return { status: 200, json: { ok: true } };
      } catch (error) {
        if (!(error instanceof ApiRefusal)) throw error;
        note(args, error.message, fault);
        return { status: responseStatus(error), json: { ok: false, error: error.message, ...error.extra } };
      }
    },
    skip: (error, fault) => note({}, error, fault),
  });
}

import type { Json } from '../blocks/types.ts';
import { bot, team, verificationToken } from '../identity.ts';
import { newId, now, type State } from '../state.ts';
import type { DispatchResult } from '../workspace-types.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { Outgoing } from './outgoing.ts';

const retryReasons: Record<string, string> = {
  operation_timeout: 'http_timeout',
  dispatch_failed: 'connection_failed',
  http_service_error: 'http_error',
  http_client_error: 'http_error',
};

/** Tells the bot what happened in the workspace; `emit` resolves with the first try, later tries go on by themselves. */
export type Events = {
  emit(user: string, event: Json & { type: string }): Promise<DispatchResult | null>;
  stop(): void;
};

function envelope(state: State, event: Json): Json {
  return {
    token: verificationToken,
    team_id: team.id,
    context_team_id: team.id,
    context_enterprise_id: null,
    api_app_id: bot.appId,
    event,
    type: 'event_callback',
    event_id: newId(state, 'Ev'),
    event_time: Math.floor(now(state) / 1000),
    authorizations: [
      { enterprise_id: null, team_id: team.id, user_id: bot.userId, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
    event_context: newId(state, '4-'),
  };
}

/** Events with Slack's retries: the same event id again, under a rising `x-slack-retry-num`, until it is acknowledged. */
export function createEvents(state: State, dispatcher: Dispatcher): Events {
  const timers = new Set<NodeJS.Timeout>();
  let stopped = false;

  function retryLater(outgoing: Outgoing, num: number, result: DispatchResult): void {
    const delay = state.config.eventRetryMs[num - 1];
    if (delay === undefined || stopped) return;
    const reason = retryReasons[result.reason ?? ''] ?? 'unknown_error';
    const timer = setTimeout(() => {
      timers.delete(timer);
      void attempt({ ...outgoing, retry: { num, reason } });
    }, delay);
    timers.add(timer);
  }

  async function attempt(outgoing: Outgoing): Promise<DispatchResult> {
    const result = await dispatcher.send(outgoing);
    if (result.status !== 'acked' && result.noRetry !== true) {
      retryLater(outgoing, (outgoing.retry?.num ?? 0) + 1, result);
    }
    return result;
  }

  async function emit(user: string, event: Json & { type: string }): Promise<DispatchResult | null> {
    if (!dispatcher.reachable() || stopped) return null;
    const payload = envelope(state, { event_ts: `${Math.floor(now(state) / 1000)}.000000`, ...event });
    return attempt({ kind: `event:${event.type}`, user, format: 'event', payload });
  }

  return {
    emit,
    stop: () => {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}

import { createDispatcher } from './dispatch/dispatcher.ts';
import { createEvents } from './dispatch/events.ts';
import { createHttpTransport } from './dispatch/http-transport.ts';
import { emitPosted } from './dispatch/message-events.ts';
import { createSocketMode } from './dispatch/socket-mode.ts';
import { addMessage, messagesIn } from './messages.ts';
import type { Message } from './model.ts';
import { createPeople } from './people.ts';
import { createPerson } from './person/person.ts';
import { answerApi } from './server/answer-api.ts';
import { answerResponseUrl } from './server/answer-response-url.ts';
import { createHttpServer } from './server/http.ts';
import { takeSnapshot } from './snapshot-build.ts';
import { changed, createState } from './state.ts';
import { topModal } from './views/stack.ts';
import type { Workspace, WorkspaceOptions } from './workspace-types.ts';

/** A message as it is now, which later changes leave alone. */
const copy = (message: Message): Message => ({ ...message });

/** A Slack workspace in this process: a real Bolt app and WebClient work against `${await start()}/api/` unchanged. */
export function createWorkspace(options: WorkspaceOptions): Workspace {
  const state = createState(options);
  const http = createHttpTransport(state.config);
  const socket = createSocketMode({ ackTimeoutMs: state.config.ackTimeoutMs, onChange: () => changed(state) });
  const dispatcher = createDispatcher(state, { http, socket });
  const events = createEvents(state, dispatcher);
  const server = createHttpServer({
    api: (method, request) => answerApi(state, { events, socket }, method, request),
    responseUrl: (id, request) => answerResponseUrl(state, events, id, request),
    link: socket.connect,
    now: () => state.config.clock.now(),
  });

  return {
    ...createPeople(state, events),
    async start(port = 0) {
      state.baseUrl = await server.listen(port);
      return state.baseUrl;
    },
    async stop() {
      events.stop();
      socket.close();
      http.close();
      await server.close();
    },
    setRequestUrl(url) {
      state.requestUrl = url;
    },
    as(userId) {
      const user = state.users.get(userId);
      if (user === undefined || user.bot) throw new Error(`there is no person ${userId}`);
      return createPerson({ state, user, dispatcher, events });
    },
    async otherAppPosts(draft) {
      const message = addMessage(state, { ...draft, user: 'U0OTHERAPP' });
      await emitPosted(state, events, message);
      return copy(message);
    },
    messages: (channel) => messagesIn(state, channel).map(copy),
    ephemerals: (userId) => state.ephemerals.filter(({ ephemeralFor }) => ephemeralFor === userId).map(copy),
    dm: (userId) => messagesIn(state, `D${userId.slice(1)}`).map(copy),
    modal: (userId) => structuredClone(topModal(state, userId)) ?? null,
    home: (userId) => structuredClone(state.homes.get(userId)) ?? null,
    notices: (userId) => state.notices.filter(({ user }) => user === userId),
    get apiCalls() {
      return state.apiCalls;
    },
    get dispatches() {
      return state.dispatches;
    },
    faults: state.faults,
    snapshot: () => takeSnapshot(state),
    onChange(listener) {
      state.listeners.add(listener);
      return () => state.listeners.delete(listener);
    },
  };
}

export type { Fault } from './faults.ts';
export type { Message, Values, View } from './model.ts';
export type {
  ApiCall,
  ClickOptions,
  ClickTarget,
  Dispatch,
  DispatchResult,
  Notice,
  Person,
  Workspace,
  WorkspaceOptions,
} from './workspace-types.ts';

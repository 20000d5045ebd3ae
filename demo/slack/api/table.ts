import { chatChange } from './chat-change.ts';
import { chatPost } from './chat-post.ts';
import { conversations } from './conversations.ts';
import { history } from './history.ts';
import { installation } from './installation.ts';
import type { Method } from './method.ts';
import { people } from './people.ts';
import { views } from './views.ts';

/** Every Web API method that the workspace speaks; any other is `unknown_method`. */
export const methodTable: Readonly<Record<string, Method>> = {
  ...installation,
  ...chatPost,
  ...chatChange,
  ...conversations,
  ...history,
  ...people,
  ...views,
};

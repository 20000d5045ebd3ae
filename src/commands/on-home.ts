import { keep } from './keep.ts';
import type { Web } from './web.ts';

/** The Home tab was opened: it is drawn by whoever handles the first branch's inbox, for all branches. */
export const onHome =
  (web: Web) =>
  async ({ event }: { event: { user: string; tab?: string } }): Promise<void> => {
    const [branch] = web.branches;
    if (!branch || event.tab === 'messages') return;
    await keep(web, branch, { kind: 'home', user: event.user, channel: '', data: {} });
  };

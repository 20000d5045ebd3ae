import { onTestFinished } from 'vitest';
import type { Rules } from '../../src/access/policy-rules.ts';
import { createReconcile } from '../../src/jobs/reconcile.ts';
import { createOnce } from '../../src/store/once.ts';
import { type MetaDesk, openMetaDesk } from './meta-desk.ts';
import { silent } from './silent-log.ts';
import { slackSide } from './slack-side.ts';
import { type TestStore, testStore } from './store.ts';

const MINUTE = 60_000;

/** A desk on an emulated Meta and Slack, whose reconciling goes on turn by turn as the clock is moved. */
export type ReconcileOffice = {
  desk: MetaDesk;
  store: TestStore;
  /** One turn, now. */
  turn(): Promise<void>;
  /** Moves the clock on, a turn and all that follows from it every minute. */
  pass(minutes: number): Promise<void>;
  /** The bot's messages in a channel, oldest first, with their blocks. */
  said(channel?: string): string[];
};

export async function reconcileOffice(rules: Partial<Rules> = {}): Promise<ReconcileOffice> {
  const store = await testStore();
  const { desk, close } = await openMetaDesk(store, { rules });
  onTestFinished(close);
  const { messenger, workspace } = await slackSide({ clock: store.clock });
  const once = createOnce({ redis: store.redis, business: store.business });
  const turn = createReconcile({ desk, messenger, once, log: silent }, [0]);
  return {
    desk,
    store,
    turn,
    async pass(minutes) {
      for (let minute = 0; minute < minutes; minute += 1) {
        await turn();
        await desk.pump.advance(MINUTE);
      }
      await turn();
    },
    said: (channel = 'C0SUPPORT') =>
      workspace.messages(channel).map(({ text, blocks }) => `${text}\n${JSON.stringify(blocks)}`),
  };
}

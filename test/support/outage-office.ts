import { onTestFinished } from 'vitest';
import { seedDemo } from '../../demo/graph/seed.ts';
import { createEmulatedGraph } from '../../demo/graph/server.ts';
import type { Desk } from '../../src/access/desk.ts';
import type { Rules } from '../../src/access/policy-rules.ts';
import { createMeta } from '../../src/graph/meta.ts';
import { createWatch } from '../../src/jobs/outages.ts';
import { defaults } from '../../src/policy-file/defaults.ts';
import { createOnce } from '../../src/store/once.ts';
import { createOutages } from '../../src/store/outages.ts';
import { EU, TOKEN } from './meta-desk.ts';
import { people } from './people.ts';
import { silent } from './silent-log.ts';
import { slackSide } from './slack-side.ts';
import { testStore } from './store.ts';

export const SUPPORT = 'C0SUPPORT';

/** One business between both emulators, watched by as many instances as a test opens; time stands until it is moved. */
export async function outageOffice(rules: Partial<Rules> = {}) {
  const store = await testStore();
  const { clock, redis, business } = store;
  const graph = createEmulatedGraph({ clock });
  seedDemo(graph.world);
  const url = await graph.start();
  onTestFinished(() => graph.stop());
  const slack = await slackSide({ clock });
  const { workspace } = slack;
  const outages = createOutages({ redis, business });
  const once = createOnce({ redis, business });

  /** An instance that has just been started. */
  function instance(token = TOKEN, changes: Partial<Rules> = {}) {
    const meta = createMeta({ url, token, business: { id: EU }, appSecret: 'demo-app-secret', clock, log: silent });
    onTestFinished(() => meta.close());
    const shown = {
      ...business,
      name: 'Northwind EU',
      channels: [SUPPORT],
      rules: { ...defaults, approvers: ['U0LEA', 'S0LEADS'], ...rules, ...changes },
    };
    const desk: Desk = { business: shown, ledger: store.ledger, meta, directory: people(), clock };
    let hurried = 0;
    const hurry = async () => {
      hurried += 1;
    };
    const look = createWatch({ desk, messenger: slack.messenger, outages, once, hurry, log: silent });
    return {
      meta,
      look,
      /** How often what was put off was let go. */
      hurried: () => hurried,
      /** A job's call, whatever it comes to. */
      call: () =>
        meta.holders({ kind: 'page', id: '123' }).then(
          () => 'done',
          ({ kind }) => kind as string,
        ),
    };
  }

  return {
    clock,
    graph,
    slack,
    outages,
    instance,
    revoke: (token = TOKEN) => graph.world.revokeToken(token),
    /** Meta knows this token from now on, also one that it refused before. */
    accept: (token: string) => graph.world.setToken({ token, business: EU }),
    /** The bot's messages in a channel, oldest first. */
    said: (channel = SUPPORT) =>
      workspace.messages(channel).map(({ text, blocks }) => `${text}\n${JSON.stringify(blocks)}`),
    /** The calls that reached Meta since the last look. */
    called: () => graph.calls.splice(0).map(({ method, edge }) => `${method} ${edge}`),
  };
}

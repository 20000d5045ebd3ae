import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { type Messenger, SlackError } from '../../src/access/ports/slack.ts';
import { startWitness } from '../../src/jobs/witness.ts';
import { defaults } from '../../src/policy-file/defaults.ts';
import { createFeed } from '../../src/store/feed.ts';
import { keysOf } from '../../src/store/keys.ts';
import { createOnce } from '../../src/store/once.ts';
import { archiveHead } from '../../src/views/archive-head.ts';
import { eventually } from '../support/eventually.ts';
import { people } from '../support/people.ts';
import { silent } from '../support/silent-log.ts';
import { slackSide } from '../support/slack-side.ts';
import { smallMeta } from '../support/small-meta.ts';
import { testStore } from '../support/store.ts';
import { HOSTILE } from '../views/grants.ts';
import { expectHarmless, expectValid } from '../views/slack.ts';

const HEAD = 'ab'.repeat(32);

it('posts the head once a day, however many instances there are, and again when Slack did not take it', async () => {
  const { clock, redis, business, ledger } = await testStore();
  for (const id of ['1-1', '1-2']) await redis.xadd(keysOf(business.id).events, id, 'kind', 'denied');
  const { messenger, workspace } = await slackSide({ clock });
  const feed = createFeed({ redis, business });
  let refusals = 1;
  const post: Messenger['post'] = (message) => {
    if (refusals-- > 0) return Promise.reject(new SlackError('ratelimited', { retryAfter: 20 }));
    return messenger.post(message);
  };
  const rules = { ...defaults, auditChannel: 'C0SUPPORT' };
  const desk = {
    business: { ...business, channels: ['C0OTHER'], rules },
    ledger,
    meta: smallMeta(),
    directory: people(),
    clock,
  };
  const deps = { desk, feed, messenger: { ...messenger, post }, once: createOnce({ redis, business }), log: silent };
  const said = () => workspace.messages('C0SUPPORT').map(({ text }) => text);

  await feed.mark({ seq: 0, head: '0'.repeat(64), event: '0-0' });
  const nothing = startWitness(deps);
  await sleep(200);
  await nothing.stop();
  expect(said()).toEqual([]);
  await feed.mark({ seq: 7, head: HEAD, event: '1-1' });
  for (const loop of [startWitness(deps), startWitness(deps)]) onTestFinished(() => loop.stop());
  await eventually(() => expect(said()).toHaveLength(1));
  await feed.mark({ seq: 9, head: HEAD, event: '1-2' });
  clock.move(86_400_000);
  await eventually(() => expect(said()).toHaveLength(2));

  expect(said()).toEqual([
    `The head of the archive of eu on 2026-03-02: eu:7:${HEAD}`,
    `The head of the archive of eu on 2026-03-03: eu:9:${HEAD}`,
  ]);
});

it('fits into Slack and is harmless under any name', () => {
  const message = archiveHead({ name: HOSTILE, day: '2026-03-02', head: `eu:1:${HEAD}` });

  expectValid(message);
  expectHarmless(message);
});

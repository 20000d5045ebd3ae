import { expect, it } from 'vitest';
import type { Rules } from '../../src/access/policy-rules.ts';
import { type Messenger, SlackError } from '../../src/access/ports/slack.ts';
import { createEndTeller } from '../../src/jobs/tell-token-end.ts';
import { defaults } from '../../src/policy-file/defaults.ts';
import { createOnce } from '../../src/store/once.ts';
import { tokenEnds } from '../../src/views/token-end.ts';
import { people } from '../support/people.ts';
import { silent } from '../support/silent-log.ts';
import { slackSide } from '../support/slack-side.ts';
import { smallMeta } from '../support/small-meta.ts';
import { testStore } from '../support/store.ts';
import { HOSTILE } from '../views/grants.ts';
import { expectHarmless, expectValid, words } from '../views/slack.ts';

const DAY = 86_400_000;
const WHY = 'HALLPASS_KEY is not set, so Hallpass renews no token.';

/** A business whose token ends in 14 days, and as many instances as tell of it. */
async function office(rules: Partial<Rules> = {}) {
  const { clock, redis, business, ledger } = await testStore();
  const { messenger, workspace } = await slackSide({ clock });
  const endsAt = clock.now() + 14 * DAY;
  const once = createOnce({ redis, business });
  function instance(changes: Partial<Messenger> = {}) {
    const shown = {
      ...business,
      name: 'Northwind EU',
      channels: ['C0SUPPORT'],
      rules: { ...defaults, approvers: ['U0LEA'], ...rules },
    };
    const desk = { business: shown, ledger, meta: smallMeta(), directory: people(), clock };
    const tell = createEndTeller({ desk, messenger: { ...messenger, ...changes }, once, log: silent });
    return () => tell({ endsAt, why: WHY });
  }
  const said = (channel = 'C0SUPPORT') => workspace.messages(channel).map(({ text }) => text);
  return { clock, messenger, instance, said };
}

it('is told at 14, 7, 3 and 1 days, once each, however often and by how many instances it is looked at', async () => {
  const { clock, instance, said } = await office();
  let searched = 0;
  const find = async () => {
    searched += 1;
    return null;
  };
  const all = [instance({ find }), instance({ find }), instance({ find })];

  for (let turn = 0; turn < 14 * 4 + 4; turn++) {
    await Promise.all(all.map((tell) => tell()));
    clock.move(DAY / 4);
  }

  expect(said()).toEqual(
    [14, 7, 3, 1].map(
      (days) => `The token of Northwind EU ends in ${days} ${days === 1 ? 'day' : 'days'} and is not renewed.`,
    ),
  );
  expect(searched).toBe(0);
});

it('is told where whoever runs Hallpass is told', async () => {
  const { instance, said } = await office({ opsChannel: 'C0RANDOM' });

  await instance()();

  expect([said(), said('C0RANDOM').length]).toEqual([[], 1]);
});

it('comes again where Slack does not take it, and where a process died before it had told, and not where it died after', async () => {
  const { clock, messenger, instance, said } = await office();
  const refused = instance({ post: () => Promise.reject(new SlackError('channel_not_found')) });
  const died = new Error('the process died');

  expect(await refused()).toBe(false);
  await expect(instance({ post: () => Promise.reject(died) })()).rejects.toThrow(died);
  const before = said().length;
  expect(await instance()()).toBe(true);
  await instance()();
  expect([before, said().length]).toEqual([0, 1]);

  clock.move(7 * DAY);
  const after = instance({
    async post(wanted) {
      await messenger.post(wanted);
      throw died;
    },
  });
  await after().catch(() => {});
  const told = said().length;
  await instance()();
  expect([told, said().length]).toEqual([2, 2]);
});

it('says what to do, and keeps to what Slack takes', () => {
  const shown = tokenEnds({ name: 'Northwind', endsAt: 20 * DAY, why: WHY, now: 10.5 * DAY });
  const hostile = tokenEnds({ name: HOSTILE, endsAt: DAY, why: HOSTILE, now: 0 });

  expect(words(shown)).toMatch(/ends in 10 days.*<!date.*Why:.*HALLPASS_KEY is not set.*What to do.*doctor/s);
  expectValid(hostile);
  expectHarmless(hostile);
});

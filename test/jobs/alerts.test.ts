import { expect, it } from 'vitest';
import type { Messenger } from '../../src/access/ports/slack.ts';
import { SlackError } from '../../src/access/ports/slack.ts';
import { createAlarm } from '../../src/jobs/alerts.ts';
import { overdueRemovals, replicaBehind, stuckQueue } from '../../src/jobs/watched.ts';
import { defaults } from '../../src/policy-file/defaults.ts';
import { createAlerts } from '../../src/store/alerts.ts';
import { keysOf } from '../../src/store/keys.ts';
import { createOnce } from '../../src/store/once.ts';
import { silent } from '../support/silent-log.ts';
import { slackSide } from '../support/slack-side.ts';
import { testStore } from '../support/store.ts';

const OPS = 'C0RANDOM';

/** One business and one thing that is ill or well, watched by as many instances as a test opens. */
async function office(opsChannel: string | undefined = OPS) {
  const { clock, redis, business, ledger } = await testStore();
  const { messenger, workspace } = await slackSide({ clock });
  const ill = { words: 'Mend it.' as string | null };
  const alerts = createAlerts({ redis, business });
  function instance(changes: Partial<Messenger> = {}, sees = () => ill.words) {
    const rules = { ...defaults, approvers: ['U0LEA'], ...(opsChannel ? { opsChannel } : {}) };
    const desk = { business: { ...business, name: 'Northwind', channels: ['C0SUPPORT'], rules }, ledger, clock };
    const deps = { desk, messenger: { ...messenger, ...changes }, alerts, log: silent };
    const watched = { name: 'redis', title: 'Redis may lose grants', look: async () => sees() };
    return createAlarm({ ...deps, once: createOnce({ redis, business }) }, [watched]);
  }
  /** The while is over in which somebody's finding holds. */
  const pass = () => redis.del(keysOf(business.id).alert('redis'));
  const said = () => [OPS, 'C0SUPPORT'].flatMap((channel) => workspace.messages(channel).map(({ text }) => text));
  return { clock, ill, alerts, instance, pass, said, messenger };
}

it('is told once by however many instances, once that it is over, and anew when it comes again', async () => {
  const { clock, ill, instance, pass, said } = await office();
  const all = [instance(), instance(), instance()];
  const looks = async () => {
    for (let turn = 0; turn < 3; turn++) await Promise.all(all.map((look) => look()));
  };

  await looks();
  const begun = said();
  ill.words = null;
  clock.move(120_000);
  await looks();
  const still = said().length;
  await pass();
  await looks();
  const over = said();
  ill.words = 'Mend it.';
  clock.move(1_000);
  await looks();

  expect([begun, still]).toEqual([['Redis may lose grants (Northwind)'], 1]);
  expect(over[1]).toBe('Over after 2 min: Redis may lose grants (Northwind)');
  expect([over.length, said().length]).toEqual([2, 3]);
});

it('goes on as long as one instance finds it, though others do not', async () => {
  const { instance, pass, said } = await office();
  const [finds, not] = [instance(), instance({}, () => null)];

  for (let turn = 0; turn < 3; turn++) {
    await pass();
    await finds();
    await not();
  }

  expect(said()).toEqual(['Redis may lose grants (Northwind)']);
});

it('comes again where Slack did not take it, and is not said to be over where nobody was told of it', async () => {
  const { clock, ill, alerts, instance, messenger, pass, said } = await office();
  let away = true;
  const look = instance({
    post: (wanted) => (away ? Promise.reject(new SlackError('fatal_error')) : messenger.post(wanted)),
  });
  await look();
  away = false;
  await look();
  const early = said().length;
  clock.move(60_000);
  await look();
  expect([early, said().length]).toEqual([0, 1]);

  ill.words = null;
  await pass();
  await alerts.forget('redis');
  await alerts.found({ name: 'redis', since: clock.now(), words: 'unheard' });
  await pass();
  await look();

  expect([said().length, await alerts.all()]).toEqual([1, []]);
});

it('is kept from the channel of those who ask', async () => {
  const { instance, said } = await office('');

  await instance()();

  expect(said()).toEqual([]);
});

it('finds removals that are late for two minutes, and a queue whose first job stays the first', async () => {
  const counts = (late: number) => async () => ({ pending: 0, live: 2, ending: 2, overdue: 2, late });
  let now = 0;
  let first: Record<string, string | null> = { converge: 'a', notify: 'b' };
  const queue = stuckQueue({ first: async () => first }, () => now);
  const looked: (string | null)[] = [];
  const look = async (at: number) => {
    now = at;
    looked.push(await queue.look());
  };

  await look(0);
  first = { converge: 'c', notify: 'b' };
  await look(119_000);
  await look(120_000);
  first = { converge: 'c', notify: null };
  await look(130_000);

  expect(await overdueRemovals(counts(90_000)).look()).toBeNull();
  expect(await overdueRemovals(counts(120_000)).look()).toContain('2 accesses');
  expect(looked.map((words) => words?.includes('queue notify') ?? null)).toEqual([null, null, true, null]);
});

it('finds a replica that is behind for a minute, not one that catches up in between', async () => {
  let now = 0;
  let known = false;
  const replica = replicaBehind({ replicated: async () => known, unbroken: () => () => true }, () => now);
  const looked: boolean[] = [];
  for (const [at, knows] of [
    [0, false],
    [50_000, true],
    [60_000, false],
    [119_000, false],
    [120_000, false],
    [130_000, true],
  ] as const) {
    [now, known] = [at, knows];
    looked.push((await replica.look()) !== null);
  }

  expect(looked).toEqual([false, false, false, false, true, false]);
});

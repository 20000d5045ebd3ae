import { describe, expect, it } from 'vitest';
import { dueAssets } from '../../src/access/reconcile/schedule.ts';
import { createReconcile } from '../../src/jobs/reconcile.ts';
import { createSurvey } from '../../src/jobs/survey.ts';
import { createOnce } from '../../src/store/once.ts';
import { reconcileOffice } from '../support/reconcile-office.ts';
import { silent } from '../support/silent-log.ts';
import { slackSide } from '../support/slack-side.ts';
import { testStore } from '../support/store.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** A clock on which each reading takes a second. */
function slowClock() {
  let at = 0;
  const pass = (ms: number): number => {
    at += ms;
    return at;
  };
  return { clock: () => pass(SECOND / 2), pass };
}

describe('what reconciling goes by', () => {
  it('is read at each turn where there is little of it', async () => {
    const { ledger, active } = await testStore();
    const survey = createSurvey(ledger.watch, SECOND, slowClock());

    expect((await survey(false)).live.size).toBe(0);
    await active();

    expect([...(await survey(false)).live]).toEqual(['page:123']);
    expect((await survey(false)).turns).toBe(1);
  });

  it('is good for a time that follows from how long it took, where there is very much', async () => {
    const { ledger, active } = await testStore();
    const { clock, pass } = slowClock();
    await active();
    const survey = createSurvey(ledger.watch, SECOND, { few: 0, clock });

    const first = await survey(false);
    await active({ asset: { kind: 'page', id: '124' }, ticket: '457' });

    expect(first.turns).toBeGreaterThan(9);
    expect(await survey(false)).toBe(first);
    expect((await survey(true)).live.size).toBe(2);
    await active({ asset: { kind: 'page', id: '125' }, ticket: '458' });
    pass(60 * SECOND);
    expect((await survey(false)).live.size).toBe(3);
  });

  it('is not believed where another instance looked since', async () => {
    const { desk, store, turn, pass } = await reconcileOffice();
    const { messenger } = await slackSide({ clock: store.clock });
    const once = createOnce({ redis: store.redis, business: store.business });
    await desk.given({ duration: 4 * 60 * MINUTE });
    await pass(1);
    const old = await createSurvey(desk.ledger.watch, SECOND)(false);
    const other = createReconcile({ desk, messenger, once, log: silent }, [0], async () => old);
    const looked = async () => (await desk.ledger.watch.look('page:123'))?.at;
    const then = store.clock.move(11 * MINUTE);
    await turn();
    expect(await looked()).toBe(then);

    store.clock.move(SECOND);
    await other();
    expect(await looked()).toBe(then);

    const later = store.clock.move(11 * MINUTE);
    await turn();
    expect(await looked()).toBe(later);
  });

  it('brings those first that wait for the longest, in their order', () => {
    const looks = new Map([7, 3, 9, 3, 1, 8].map((at, n) => [`page:${n}`, { at, live: 86_400_000 }]));

    const due = (most: number) =>
      dueAssets({ now: 86_400_000, live: new Set(['page:new']), looks, slow: 86_400_000, most }).keys;

    expect(due(4)).toEqual(['page:new', 'page:4', 'page:1', 'page:3']);
    expect(due(3)).toEqual(['page:new', 'page:4', 'page:1']);
    expect(due(50)).toEqual(['page:new', 'page:4', 'page:1', 'page:3', 'page:0', 'page:5', 'page:2']);
  });
});

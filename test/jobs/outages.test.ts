import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../support/grants.ts';
import { TOKEN } from '../support/meta-desk.ts';
import { outageOffice, SUPPORT } from '../support/outage-office.ts';

const OPS = 'C0RANDOM';
const DOWN = /Meta refuses the token of Northwind EU/;
const UP = /Meta takes the token of Northwind EU again/;

describe('a token that Meta refuses', () => {
  it('is told once, with what it means and what to do, and its end once, with how long it was', async () => {
    const here = await outageOffice();
    const one = here.instance();
    await one.look();
    expect(here.said()).toEqual([]);
    here.revoke();
    await one.call();

    for (let turn = 0; turn < 3; turn += 1) await one.look();
    const [down = '', ...rest] = here.said();
    expect(rest).toEqual([]);
    expect(down).toMatch(DOWN);
    expect(down).toMatch(/<@U0LEA> <!subteam\^S0LEADS>.*since <!date.*nothing is lost.*may still be there.*doctor/s);

    here.clock.move(42 * MINUTE);
    await one.look();
    here.accept(TOKEN);
    here.clock.move(MINUTE / 2);
    for (let turn = 0; turn < 3; turn += 1) await one.look();
    expect(here.said()).toHaveLength(2);
    expect(here.said()[1]).toMatch(/Meta takes the token of Northwind EU again, after 43 min/);
    expect(one.hurried()).toBe(1);
  });

  it('is told once by however many instances, who meanwhile ask Meta once in 30 s each', async () => {
    const here = await outageOffice();
    const all = [here.instance(), here.instance(), here.instance()];
    here.revoke();
    await Promise.all(all.map(({ call }) => call()));
    here.called();

    for (let second = 0; second < 90; second += 1) {
      here.clock.move(1_000);
      await Promise.all(all.map(({ look }) => look()));
      await Promise.all(all.map(({ call }) => call()));
    }
    expect(here.said()).toHaveLength(1);
    expect(here.called()).toEqual(Array(9).fill('GET business'));

    here.accept(TOKEN);
    here.clock.move(30_000);
    for (let turn = 0; turn < 3; turn += 1) await Promise.all(all.map(({ look }) => look()));
    expect(here.said().map((text) => [DOWN.test(text), UP.test(text)])).toEqual([
      [true, false],
      [false, true],
    ]);
    expect(all.map(({ hurried }) => hurried() > 0)).toEqual([true, true, true]);
  });

  it('goes on by the first who finds that Meta takes it: the others try at once', async () => {
    const here = await outageOffice();
    const [one, other] = [here.instance(), here.instance()];
    here.revoke();
    await one.call();
    here.clock.move(20_000);
    await other.call();
    await other.look();
    here.accept(TOKEN);
    here.clock.move(10_000);

    await one.look();
    await one.look();
    expect(await other.call()).toBe('unauthorized');
    await other.look();

    expect(await other.call()).toBe('done');
    expect([one.hurried(), other.hurried()]).toEqual([1, 1]);
  });

  it('is noticed before anybody calls Meta', async () => {
    const here = await outageOffice();
    const one = here.instance();
    here.revoke();
    await one.look();
    expect(here.said()).toEqual([]);

    here.clock.move(5 * MINUTE);
    await one.look();
    expect(here.said()).toEqual([expect.stringMatching(DOWN)]);
  });

  it('of which one refusal is only an accident is not told', async () => {
    const here = await outageOffice();
    const one = here.instance();
    here.graph.faults.next({ edge: 'business' }, { kind: 'error', code: 190 });
    here.clock.move(5 * MINUTE);

    await one.look();
    expect(here.graph.faults.waiting()).toBe(0);
    expect(here.said()).toEqual([]);
  });

  it('is told anew when Meta refuses it a second time', async () => {
    const here = await outageOffice();
    const one = here.instance();
    for (let time = 0; time < 2; time += 1) {
      here.clock.move(HOUR);
      here.revoke();
      await one.call();
      await one.look();
      here.clock.move(MINUTE);
      here.accept(TOKEN);
      await one.look();
    }

    expect(here.said().map((text) => UP.test(text))).toEqual([false, true, false, true]);
  });
});

describe('a restart', () => {
  it('of an instance that died before it told, tells', async () => {
    const here = await outageOffice();
    here.revoke();
    const first = here.instance();
    await first.call();
    const { key, refused } = first.meta.standing();
    await here.outages.begin({ since: refused?.since ?? 0, key, words: refused?.words ?? '' });

    here.clock.move(MINUTE);
    await here.instance().look();
    expect(here.said()).toEqual([expect.stringMatching(DOWN)]);
  });

  it('in the middle tells nothing again, and one with a new token tells that it is over', async () => {
    const here = await outageOffice();
    const first = here.instance();
    here.revoke();
    await first.call();
    await first.look();

    here.clock.move(MINUTE);
    const again = here.instance();
    for (let turn = 0; turn < 3; turn += 1) await again.look();
    expect(await again.call()).toBe('unauthorized');
    expect(here.said()).toHaveLength(1);

    here.clock.move(MINUTE);
    here.accept('EAANEW');
    const mended = here.instance('EAANEW');
    await mended.look();
    await mended.look();
    expect(here.said().map((text) => UP.test(text))).toEqual([false, true]);
    expect(mended.hurried()).toBe(1);
  });

  it('with a new token of one instance after the other: who still has the old one tells nothing', async () => {
    const here = await outageOffice();
    const old = here.instance();
    here.revoke();
    await old.call();
    await old.look();
    here.clock.move(MINUTE);
    here.accept('EAANEW');
    await here.instance('EAANEW').look();

    for (let minute = 0; minute < 5; minute += 1) {
      here.clock.move(MINUTE);
      await old.look();
      expect(await old.call()).toBe('unauthorized');
    }
    expect(here.said()).toHaveLength(2);
  });

  it('with a token that Meta refuses too, or that belongs to another business, is not the end of it', async () => {
    const here = await outageOffice();
    const first = here.instance();
    here.revoke();
    await first.call();
    await first.look();

    for (const token of ['EAATYPO', 'EAADEMOUS']) {
      here.clock.move(MINUTE);
      const wrong = here.instance(token);
      await wrong.look();
      await wrong.look();
      expect(await wrong.call()).toBe('unauthorized');
    }
    expect(here.said()).toHaveLength(1);
    expect((await here.outages.get()).outage).not.toHaveProperty('over');
  });

  it('that finds a token of its own to work does not end what another token suffers', async () => {
    const here = await outageOffice();
    here.accept('EAAOTHER');
    const well = here.instance('EAAOTHER');
    here.clock.move(MINUTE);
    const ill = here.instance();
    here.revoke();
    await ill.call();
    await ill.look();

    here.clock.move(MINUTE);
    await well.look();
    expect(here.said()).toHaveLength(1);
  });
});

describe('telling', () => {
  it('goes to the channel of whoever runs Hallpass, and to the leads in theirs', async () => {
    const here = await outageOffice({ opsChannel: OPS });
    const one = here.instance();
    here.revoke();
    await one.call();
    await one.look();

    const [[ops = ''], [leads = '']] = [here.said(OPS), here.said()];
    expect(ops).toMatch(/What to do.*doctor/);
    expect(ops).not.toMatch(/<@U0LEA>/);
    expect(leads).toMatch(/<@U0LEA>.*Whoever runs Hallpass is told/s);
    expect(leads).not.toMatch(/What to do/);

    here.accept(TOKEN);
    here.clock.move(MINUTE / 2);
    await one.look();
    expect([here.said(OPS), here.said()].map((texts) => texts.map((text) => UP.test(text)))).toEqual([
      [false, true],
      [false, true],
    ]);
  });

  it('is not repeated when the answer of Slack was lost, or the instance died before it wrote it down', async () => {
    const here = await outageOffice();
    const one = here.instance();
    here.revoke();
    await one.call();
    here.slack.workspace.faults.next('chat.postMessage', { kind: 'cut-after' });
    await one.look();
    expect(here.said()).toHaveLength(1);

    here.clock.move(MINUTE);
    const other = here.instance();
    await other.look();
    here.accept(TOKEN);
    here.slack.workspace.faults.next('chat.postMessage', { kind: 'cut-after' });
    here.clock.move(MINUTE);
    for (let turn = 0; turn < 3; turn += 1) {
      here.clock.move(10_000);
      await other.look();
    }
    expect(here.said().map((text) => UP.test(text))).toEqual([false, true]);
    expect((await here.outages.get()).outage).toBeNull();
  });

  it('goes on with the others where Slack does not know a channel, and gives that one up', async () => {
    const here = await outageOffice({ opsChannel: 'C0NOWHERE' });
    const one = here.instance();
    here.revoke();
    await one.call();
    for (let second = 0; second < 30; second += 1) {
      await one.look();
      here.clock.move(1_000);
    }
    expect(here.said()).toHaveLength(1);
    const tries = here.slack.workspace.apiCalls.filter(({ args }) => args.channel === 'C0NOWHERE').length;
    expect(tries).toBeLessThan(8);
    // A channel that was told is not read to see whether it was.
    const read = here.slack.workspace.apiCalls.filter(({ method }) => method === 'conversations.history');
    expect(read.filter(({ args }) => args.channel === SUPPORT)).toEqual([]);

    here.accept(TOKEN);
    here.clock.move(MINUTE / 2);
    await one.look();
    expect(here.said()).toHaveLength(2);
    here.clock.move(10 * MINUTE);
    await one.look();
    expect((await here.outages.get()).outage).toBeNull();
  });

  it('of a second time does not wait for a channel that Slack does not know', async () => {
    const here = await outageOffice({ opsChannel: 'C0NOWHERE' });
    const one = here.instance();
    for (let time = 0; time < 2; time += 1) {
      here.clock.move(MINUTE);
      here.revoke();
      await one.call();
      await one.look();
      await one.look();
      here.accept(TOKEN);
      here.clock.move(MINUTE);
      await one.look();
    }

    expect(here.said().map((text) => UP.test(text))).toEqual([false, true, false, true]);
  });

  it('comes later when Slack is away, and not at all when it was over by then', async () => {
    const here = await outageOffice();
    const one = here.instance();
    here.revoke();
    await one.call();
    here.slack.workspace.faults.next('chat.postMessage', { kind: 'error', error: 'internal_error' }, 2);
    await one.look();
    expect(here.said()).toEqual([]);
    here.accept(TOKEN);
    here.clock.move(MINUTE / 2);
    await one.look();

    expect(here.said()).toEqual([]);
    expect((await here.outages.get()).outage).toBeNull();
  });
});

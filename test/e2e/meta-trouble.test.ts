import { describe, expect, it } from 'vitest';
import type { Fault } from '../../demo/graph/server.ts';
import { eventually } from '../support/eventually.ts';
import { ANA, type Office, office, SUPPORT, words } from './office.ts';

const MINUTE = 60_000;
const GIVE = { method: 'POST', edge: 'assigned_users' };
const TAKE = { method: 'DELETE', edge: 'assigned_users' };
const READ = { method: 'GET', edge: 'assigned_users' };

const PRESENT = /Active until|seen at Meta\./;
const GONE = /Removed, confirmed|Removed and confirmed/;

/** Watches what is said in the channel, at the moment it is said. */
function watched({ workspace, clock }: Office) {
  const said: { at: number; card: string; text: string }[] = [];
  workspace.onChange(() => {
    for (const message of workspace.messages(SUPPORT)) {
      const one = { card: message.threadTs ?? message.ts, text: words(message) };
      if (!said.some(({ card, text }) => card === one.card && text === one.text))
        said.push({ ...one, at: clock.now() });
    }
  });
  return {
    said,
    /** When this was first said on a card or under it. */
    first: (ts: string, what: RegExp): number =>
      Math.min(...said.filter(({ card, text }) => card === ts && what.test(text)).map(({ at }) => at)),
  };
}
const NEVER = Number.POSITIVE_INFINITY;

/** When Ana's tasks on the asset really became these. */
const moved = ({ graph }: Office, asset: string, tasks: string[]): number =>
  graph.ledger.filter(({ assetId, after }) => assetId === asset && after.join() === tasks.join()).at(-1)?.at ?? NEVER;

describe('one call that goes wrong', () => {
  /** Each on an asset of its own, so that all go wrong at the same time. */
  const faults: Record<string, Fault> = {
    123: { kind: 'error', code: 2, transient: true },
    1001: { kind: 'html', status: 502 },
    1002: { kind: 'html', status: 500, effect: true },
    1003: { kind: 'success-false' },
    act_123: { kind: 'cut-before' },
    act_2001: { kind: 'cut-after' },
    act_2002: { kind: 'throttle', code: 613, minutes: 0.01 },
  };
  const assets = Object.entries(faults);
  const at = (call: { method: string; edge: string }, asset: string) => ({ ...call, path: `/${asset}/assigned_users` });

  it('at giving, at taking, or at the read that proves it, loses nothing, and nothing is said early', async () => {
    const here = await office();
    const { ana, lea, graph, requested, reaches, tells, thread, card } = here;
    const told = watched(here);
    const ids: string[] = [];
    for (const [asset, fault] of assets) {
      ids.push(await requested(ana, `request ${asset.startsWith('act') ? asset : `page ${asset}`} for ticket 456`));
      graph.faults.next(at(GIVE, asset), fault);
      graph.faults.next(at(READ, asset), { kind: 'slow', ms: 1 });
      graph.faults.next(at(READ, asset), fault.kind === 'cut-after' ? { kind: 'cut-before' } : fault);
      graph.faults.next(at(TAKE, asset), fault);
    }

    for (const id of ids) await lea.click({ channel: SUPPORT, ts: (await card(id)).ts }, 'hallpass_approve');
    for (const [index, id] of ids.entries()) {
      const { expiresAt, activeAt } = await reaches(id, 'active');
      const [asset = ''] = assets[index] ?? [];
      expect(graph.world.holds(asset, ANA), asset).toEqual(['ANALYZE']);
      expect(expiresAt - activeAt).toBe(60 * MINUTE);
      await tells(id, PRESENT);
    }

    for (const id of ids) await ana.command(SUPPORT, `/access release ${id}`);
    for (const [index, id] of ids.entries()) {
      await reaches(id, 'ended');
      const [asset = ''] = assets[index] ?? [];
      expect(graph.world.holds(asset, ANA), asset).toEqual([]);
      const lines = await tells(id, GONE);
      expect(lines.filter((line) => PRESENT.test(line) || GONE.test(line))).toHaveLength(2);
      const { ts } = await card(id);
      expect(told.first(ts, PRESENT), asset).toBeGreaterThanOrEqual(moved(here, asset, ['ANALYZE']));
      expect(told.first(ts, GONE), asset).toBeGreaterThanOrEqual(moved(here, asset, []));
      expect((await thread(id)).length).toBe(3);
    }
    expect(graph.faults.waiting()).toBe(0);
  });
});

describe('reads that lag behind', () => {
  it('delay every word until the change is seen', async () => {
    const here = await office({ switches: { readLagMs: 1_200, latencyMs: 60 } });
    const { ana, lea, requested, reaches } = here;
    const told = watched(here);
    await requested(ana, 'request page 123 for ticket 456');
    const { ts } = await here.card('EU-1');

    await lea.presses('EU-1', 'approve');
    await reaches('EU-1', 'active');
    await ana.reads(/You have analyst/);
    await ana.asks('release EU-1');
    await reaches('EU-1', 'ended');
    await ana.reads(/You had .*Removed, confirmed/s);

    expect(told.first(ts, PRESENT) - moved(here, '123', ['ANALYZE'])).toBeGreaterThanOrEqual(1_200);
    expect(told.first(ts, GONE) - moved(here, '123', [])).toBeGreaterThanOrEqual(1_200);
    const states = told.said.filter(({ text }) => text.includes('*Ticket*')).map(({ text }) => [...text][0]);
    expect(states).toEqual(['🟡', '🔵', '🟢', '🔵', '⚪']);
  });
});

describe('a refusal by Meta', () => {
  it.each([
    ['a permission', { code: 10 }, /want of a permission.*[Tt]ell whoever runs Hallpass/],
    ['two-factor login', { code: 415, subcode: 2859009 }, /two-factor login/],
    ['a wrong set of tasks', { code: 2620 }, /refused this set of tasks.*Try another level/],
    ['a person it does not know', { code: 100, subcode: 1752100 }, /does not know the person by this id/],
    ['a block', { code: 368 }, /Meta has blocked .*before anybody tries again/],
  ] as const)('for %s is shown in words, with what to do and the trace id', async (_, error, expected) => {
    const here = await office();
    const { ana, lea, graph, requested, reaches, shows, tells } = here;
    await requested(ana, 'request page 123 for ticket 456');
    graph.faults.next(GIVE, { kind: 'error', ...error });

    await lea.presses('EU-1', 'approve');
    const failed = await reaches('EU-1', 'failed');

    const trace = failed.failure.traceId ?? '';
    expect(trace).toMatch(/^\S{8,}$/);
    const shown = await shows('EU-1', /No access was given: Meta did not take it/);
    expect(shown).toMatch(expected);
    expect(shown).toContain(trace);
    expect(shown).not.toMatch(/Meta's words|Meta says|OAuthException|\(#\d+\)/);
    expect((await tells('EU-1', /No access was given/)).join()).toContain(trace);
    expect(await ana.reads(/No access was given/)).toContain(trace);
    expect(here.logged.join('')).toContain(trace);
    expect(graph.world.holds('123', ANA)).toEqual([]);

    expect(await requested(ana, 'request page 123 for ticket 456')).toBe('EU-2');
  });

  it('before a lead is asked is told to the person who asks, with the trace id', async () => {
    const { ana, graph, cards } = await office();
    graph.faults.next({ edge: 'owned_pages' }, { kind: 'error', code: 10 });
    const refused = await ana.asks('request page 123 for ticket 1');
    expect(refused).toMatch(/Meta refused, so nothing was changed.*Trace id/);

    graph.faults.next({}, { kind: 'error', code: 190, subcode: 463 });
    expect(await ana.asks('request page 123 for ticket 1')).toMatch(/token has expired.*operator/);

    graph.faults.next({}, { kind: 'error', code: 2, transient: true });
    expect(await ana.asks('request page 123 for ticket 1')).toMatch(
      /does not answer as it should at the moment.*Try again/,
    );

    graph.faults.next({}, { kind: 'cut-before' });
    expect(await ana.asks('request page 123 for ticket 1')).toMatch(/Try again in a minute/);
    expect(cards()).toEqual([]);

    await ana.asks('request page 123 for ticket 1');
    expect(await ana.asks('mine')).toContain('EU-1');
  });
});

describe('a token that Meta no longer accepts', () => {
  it('holds a grant up and says nothing, and a removal goes through once it is mended', async () => {
    const here = await office({ policy: 'approvers: [U0LEA]\ngive_up: 5m\n' });
    const { ana, lea, graph, requested, reaches, shows, clock } = here;
    const told = watched(here);
    await requested(ana, 'request page 123 for ticket 456');
    const { ts } = await here.card('EU-1');
    graph.faults.next(READ, { kind: 'error', code: 190 }, 1_000);
    await lea.presses('EU-1', 'approve');
    await eventually(() => expect(here.logged.join('')).toContain('converge: Meta did not do it'));
    await shows('EU-1', /Giving access, waiting to see it at Meta/);

    graph.faults.clear();
    clock.advance(5 * MINUTE + 1);
    const ended = await reaches('EU-1', 'ended');

    expect(ended).toMatchObject({ endReason: 'policy' });
    expect(told.first(ts, PRESENT)).toBe(NEVER);
    await ana.reads(/Ended before the access was seen/);
    expect(graph.world.holds('123', ANA)).toEqual([]);
  });
});

describe('a removal that fails for minutes', () => {
  it('raises an alarm on the card and in its thread, goes on, and ends with the proof', async () => {
    const here = await office();
    const { ana, graph, active, reaches, shows, tells, clock, ledger } = here;
    await active(ana, 'request page 123 for ticket 456');
    const told = watched(here);
    const { ts } = await here.card('EU-1');
    graph.faults.next(TAKE, { kind: 'error', code: 10 }, 1_000);
    await ana.asks('release EU-1');
    await eventually(() => expect(here.logged.join('')).toContain('converge: Meta did not do it'));

    clock.advance(MINUTE + 1);
    await tells('EU-1', /not confirmed as taken away, 1 min after the end/);
    await shows('EU-1', /🔴 .*not confirmed as taken away yet/);
    clock.advance(MINUTE);
    await tells('EU-1', /not confirmed as taken away, 2 min after the end/);

    expect(graph.world.holds('123', ANA)).toEqual(['ANALYZE']);
    expect(told.first(ts, GONE)).toBe(NEVER);
    graph.faults.clear();
    const ended = await reaches('EU-1', 'ended');
    expect(graph.world.holds('123', ANA)).toEqual([]);
    expect(ended.provedAt - ended.endsAt).toBeGreaterThan(2 * MINUTE);
    await shows('EU-1', /Removed, confirmed 2 min/);
    const kinds = (await ledger.timeline('EU-1')).map(({ kind }) => kind);
    expect(kinds.slice(-4)).toEqual(['ending', 'overdue', 'overdue', 'ended']);
  });

  it('because the customer took the asset back is no failure: everybody’s access went with it', async () => {
    const here = await office();
    const { ana, graph, active, reaches, shows } = here;
    await active(ana, 'request page 123 for ticket 456');

    graph.world.unshare({ asset: '123', business: '100000000000001' });
    await ana.asks('release EU-1');

    await reaches('EU-1', 'ended');
    await shows('EU-1', /Over, confirmed[\s\S]*no longer shows the asset to our business/);
    expect(graph.world.holds('123', ANA)).toEqual([]);
  });
});

describe('a grant that Meta never shows', () => {
  it('is given up after a while, taken back, and told to everybody', async () => {
    const here = await office({ policy: 'approvers: [U0LEA]\ngive_up: 10m\n' });
    const { ana, lea, graph, requested, reaches, shows, clock } = here;
    const told = watched(here);
    await requested(ana, 'request page 123 for ticket 456');
    const { ts } = await here.card('EU-1');
    graph.faults.next(GIVE, { kind: 'html', status: 500, effect: true });
    graph.faults.next(READ, { kind: 'slow', ms: 1 });
    graph.faults.next(READ, { kind: 'error', code: 2, transient: true }, 1_000);
    await lea.presses('EU-1', 'approve');
    await eventually(() => expect(graph.world.holds('123', ANA)).toEqual(['ANALYZE']));

    clock.advance(10 * MINUTE + 1);
    await eventually(async () => expect((await here.ledger.get('EU-1'))?.state).toBe('ending'));
    graph.faults.clear();
    await reaches('EU-1', 'ended');

    expect(graph.world.holds('123', ANA)).toEqual([]);
    await shows('EU-1', /Ended before the access was seen.*nothing of it is left/);
    await ana.reads(/Meta did not show the access in time, so it was taken back/i);
    expect(told.first(ts, PRESENT)).toBe(NEVER);
  });
});

describe('a Meta that hangs for longer than any lock of the bot lives', () => {
  it('holds up neither the acknowledgement nor other people’s grants', async () => {
    const here = await office();
    const { ana, ben, lea, graph, active, requested, reaches, workspace } = here;
    const told = watched(here);
    await requested(ana, 'request page 123 for ticket 456');
    const { ts } = await here.card('EU-1');
    graph.faults.next({ ...GIVE, path: '/123/assigned_users' }, { kind: 'hang', ms: 6_000, effect: true });
    await lea.presses('EU-1', 'approve');

    const others = await active(ben, 'request page 1001 for ticket 9 as advertiser');
    expect(others.state).toBe('active');
    expect((await here.ledger.get('EU-1'))?.state).toBe('granting');
    expect(told.first(ts, PRESENT)).toBe(NEVER);
    expect(Math.max(...workspace.dispatches.map(({ ms }) => ms))).toBeLessThan(3_000);

    await reaches('EU-1', 'active');
    expect(graph.world.holds('123', ANA)).toEqual(['ANALYZE']);
  });
});

import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { next } from '../support/grants.ts';
import { arm } from '../support/moment.ts';
import { ask, insist, play, reaches } from '../support/play.ts';
import { ASSETS, street } from '../support/street.ts';
import { caughtUp, expectWhole } from '../support/whole.ts';

/** Two seconds of each grant, and ten to take over. */
const WITHIN = 12_000;

const ENDING = ['page 123', 'page 1001', 'page 1002'].map((asset, index) => ({ asset, ticket: `${index + 1}` }));
const WAITING = ['page 1003', 'act_123', 'act_2001'].map((asset, index) => ({ asset, ticket: `${index + 4}` }));

describe.concurrent('who takes over', () => {
  it('two processes share the work, and when one is killed the other goes on with both halves', {
    timeout: 60_000,
  }, async () => {
    await using town = await street({ switches: { latencyMs: 50 } });
    const [first, second] = [await town.bot(), await town.bot()];
    const given = await arm(town, { written: (after) => after.length > 0 }, () => first.kill());
    const wishes = ASSETS.map((id, index) => ({
      user: index % 2 ? 'U0BEN' : 'U0ANA',
      asset: id.startsWith('act_') ? id : `page ${id}`,
      ticket: `${index + 1}`,
      duration: '2s',
    }));

    const played = Promise.all(wishes.map((wish) => play(town, wish)));
    await given.reached;
    const killed = performance.now();
    await played;
    const ms = await caughtUp(town, killed);

    console.log(
      `${(ms / 1_000).toFixed(1)} s after one of two was killed all ${wishes.length} grants of 2 s were over`,
    );
    expect(second.alive()).toBe(true);
    expect(ms).toBeLessThan(WITHIN);
    await expectWhole(town);
  });

  it('a web process takes what people do while the worker is away, and the other way round', {
    timeout: 60_000,
  }, async () => {
    await using town = await street();
    const web = await town.bot({ HALLPASS_ROLES: 'web' });
    const worker = await town.bot({ HALLPASS_ROLES: 'worker' });
    const { id } = await ask(town, { user: 'U0ANA', asset: 'page 123', ticket: '1', duration: '3s' });
    await insist(town, 'U0LEA', `/access approve ${id}`);
    await reaches(town, '1', ['active']);

    worker.kill();
    await insist(town, 'U0BEN', '/access request act_123 for ticket 2 for 2s');
    await sleep(3_000);
    const successor = await town.bot({ HALLPASS_ROLES: 'worker' });
    const over = await reaches(town, '1', ['ended']);
    const request = await reaches(town, '2', ['pending']);
    await insist(town, 'U0LEA', `/access approve ${request.id}`);
    await reaches(town, '2', ['active']);
    web.kill();
    await reaches(town, '2', ['ended']);
    await caughtUp(town, successor.spawnedAt);

    const late = over.state === 'ended' ? over.provedAt - over.endsAt : Number.NaN;
    console.log(
      `proved gone ${late} ms after an end at which no worker ran (start ${successor.startedIn.toFixed(0)} ms)`,
    );
    await eventually(() => expectWhole(town));
  });

  it('a bot that is killed while it waits for Meta is followed by one that looks', { timeout: 60_000 }, async () => {
    await using town = await street();
    const bot = await town.bot();
    const { id } = await ask(town, { user: 'U0ANA', asset: 'page 123', ticket: '1', duration: '1s' });
    const never = { kind: 'hang', ms: 60_000, effect: true } as const;
    town.graph.faults.next({ method: 'POST', edge: 'assigned_users' }, never);
    town.graph.faults.next({ method: 'DELETE', edge: 'assigned_users' }, never);

    await insist(town, 'U0LEA', `/access approve ${id}`);
    // Longer than locks and leases last unless they are renewed.
    await sleep(5_000);
    bot.kill();
    const second = await town.bot();
    await reaches(town, '1', ['active']);
    const active = performance.now() - second.spawnedAt;
    const { reached } = await arm(town, { written: (after) => after.length === 0 }, () => {});
    await reached;
    await sleep(5_000);
    second.kill();
    const third = await town.bot();
    await caughtUp(town, third.spawnedAt);
    const ended = performance.now() - third.spawnedAt;

    const words = [active, ended].map((ms) => (ms / 1_000).toFixed(1));
    console.log(
      `killed while Meta hung: access was seen ${words[0]} s, its removal ${words[1]} s after the next start`,
    );
    expect(active - second.startedIn).toBeLessThan(8_000);
    expect(ended - third.startedIn).toBeLessThan(8_000);
    await expectWhole(town);
  });

  it('what came due while no bot ran is done first: removals, then grants', { timeout: 60_000 }, async () => {
    await using town = await street({ switches: { latencyMs: 30 } });
    const bot = await town.bot();
    for (const wish of ENDING) {
      const { id } = await ask(town, { user: 'U0ANA', ...wish, duration: '3s' });
      await insist(town, 'U0LEA', `/access approve ${id}`);
    }
    const waiting = await Promise.all(WAITING.map((wish) => ask(town, { user: 'U0ANA', ...wish, duration: '2s' })));
    for (const { ticket } of ENDING) await reaches(town, ticket, ['active']);
    await caughtUp(town, 0);

    bot.kill();
    await bot.ended;
    // Approved by a process that died before anything followed from it.
    for (const grant of waiting) {
      const approved = next((await town.ledger.get(grant.id)) ?? grant, 'granting', { giveUpAt: Date.now() + 60_000 });
      await town.ledger.commit(approved, { kind: 'approved', at: Date.now(), actor: 'U0LEA' });
    }
    await sleep(3_500);
    const before = town.graph.calls.length;
    const again = await town.bot();
    const started = Date.now();
    for (const { ticket } of [...ENDING, ...WAITING]) await reaches(town, ticket, ['ended']);
    await caughtUp(town, again.spawnedAt);

    const writes = town.graph.calls
      .slice(before)
      .filter(({ edge, method }) => edge === 'assigned_users' && method !== 'GET');
    const removals = writes.filter(({ method }) => method === 'DELETE').slice(0, ENDING.length);
    const last = (removals.at(-1)?.at ?? Number.NaN) - started;
    console.log(
      `${ENDING.length} removals that came due meanwhile were sent ${last} ms after the start, at the latest`,
    );
    expect(writes[0]?.method).toBe('DELETE');
    expect(last).toBeLessThan(5_000);
    await expectWhole(town);
  });
});

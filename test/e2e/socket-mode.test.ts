import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { ANA, office, SUPPORT } from './office.ts';

describe('over Socket Mode', () => {
  it('the whole story is the same: form, command, click, reply, reminder, end', async () => {
    const here = await office({ socketMode: true });
    const { ana, ben, lea, workspace, graph, clock, requested, reaches, shows, tells } = here;

    await ana.command(SUPPORT, '/access');
    await eventually(() => expect(workspace.modal('U0ANA')).not.toBeNull());
    expect((await ana.suggest('hallpass_asset', 'acme')).options?.map(({ value }) => value)).toContain('page:123');
    expect(
      (await ana.submit({ asset: { hallpass_asset: 'page:123' }, ticket: { ticket: 'none' } })).errors,
    ).toHaveProperty('ticket');
    await ana.submit({ ticket: { ticket: '456' } });
    await ana.hears(/Asked: EU-1/);
    await here.card('EU-1');
    expect(await ana.asks('request page 123')).toMatch(/for ticket/);
    const second = await requested(ben, 'request page 1001 for ticket 9 as advertiser');

    expect(await ben.presses('EU-1', 'approve')).toMatch(/Only team leads/);
    await lea.presses('EU-1', 'approve');
    const active = await reaches('EU-1', 'active');
    await shows('EU-1', /Active until/);
    await lea.replies(second, 'deny wrong customer');
    await reaches(second, 'denied');
    await tells(second, /wrong customer/);

    clock.advance(active.remindAt - clock.now() + 1);
    await ana.reads(/Extend it if you need longer/);
    clock.advance(active.expiresAt - clock.now() + 1);
    await reaches('EU-1', 'ended');
    await shows('EU-1', /Removed, confirmed/);
    expect(graph.world.holds('123', ANA)).toEqual([]);
    expect(new Set(workspace.dispatches.map(({ via }) => via))).toEqual(new Set(['socket']));
    await eventually(() => expect(workspace.dispatches.filter(({ status }) => status !== 'acked')).toEqual([]));
  });

  it('answers for its health on its own port, and connects again after a restart', async () => {
    const here = await office({ socketMode: true });
    const { ana, requested } = here;
    expect((await fetch(`http://127.0.0.1:${here.bot.port}/healthz`)).status).toBe(200);
    expect((await fetch(`http://127.0.0.1:${here.bot.port}/readyz`)).status).toBe(200);
    expect((await fetch(`http://127.0.0.1:${here.bot.port}/slack/events`, { method: 'POST' })).status).toBe(404);
    await requested(ana, 'request page 123 for ticket 456');

    await here.restart();

    expect(await ana.asks('mine')).toContain('EU-1');
    expect(await ana.asks('request page 123 for ticket 456')).toMatch(/open already: EU-1/);
  });
});

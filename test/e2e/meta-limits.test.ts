import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { ANA, office } from './office.ts';

const MINUTE = 60_000;

describe('a removal while Meta asks to wait', () => {
  it('says so on the card, with the time, and later that the access is gone', async () => {
    const here = await office();
    const { ana, ben, graph, active, reaches, shows, thread, clock } = here;
    await active(ana, 'request page 123 for ticket 456');
    graph.faults.next(
      { edge: 'assigned_users', method: 'DELETE', path: '/123/assigned_users' },
      { kind: 'throttle', code: 80001, minutes: 4, hold: true },
    );

    await ana.asks('release EU-1');
    const shown = await shows('EU-1', /Meta asks us to wait, about 4 min: it goes on by itself <!date\^\d+\^/);
    expect(shown).toContain('Not confirmed yet');
    expect((await thread('EU-1')).join('\n')).not.toContain('asks us to wait');
    expect(graph.world.holds('123', ANA)).toEqual(['ANALYZE']);

    const paused = graph.calls.filter(({ path }) => path.startsWith('/123')).length;
    expect((await active(ben, 'request page 1001 for ticket 9 as advertiser')).state).toBe('active');
    expect(graph.calls.filter(({ path }) => path.startsWith('/123'))).toHaveLength(paused);

    clock.advance(4 * MINUTE + 1_000);
    await reaches('EU-1', 'ended');
    await shows('EU-1', /Removed, confirmed 4 min/);
    expect(graph.world.holds('123', ANA)).toEqual([]);
    const kinds = (await here.ledger.timeline('EU-1')).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'waiting')).toHaveLength(1);
  });

  it('is told to who asks for something on the same Page meanwhile, with the time', async () => {
    const { ana, graph, cards } = await office();
    graph.faults.next({ path: '/100000000000001/owned_pages' }, { kind: 'throttle', code: 4, minutes: 4, hold: true });

    await ana.asks('request page 123 for ticket 1');
    await eventually(async () =>
      expect(await ana.asks('request page 123 for ticket 1')).toMatch(
        /Meta asks us to wait, so nothing was changed\. Try again in about [12] min/,
      ),
    );
    expect(cards()).toEqual([]);
  });
});

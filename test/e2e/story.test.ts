import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { stage } from '../support/stage.ts';

const CHANNEL = 'C0SUPPORT';

describe('the main job, from a typed command to a proved removal', () => {
  it('goes from request to approval, access, reminder, end and proof', async () => {
    const { workspace, graph, clock, reaches } = await stage();
    const [ana, lea] = [workspace.as('U0ANA'), workspace.as('U0LEA')];

    const typed = await ana.command(CHANNEL, '/access request page 123 for ticket 456 for 1h');
    expect(typed.status).toBe('acked');
    await reaches('EU-1', 'pending');
    const card = await eventually(() => {
      const [message] = workspace.messages(CHANNEL);
      if (!message) throw new Error('no card yet');
      return message;
    });
    await eventually(() => expect(workspace.ephemerals('U0ANA').at(-1)?.text).toContain('EU-1'));
    expect(JSON.stringify(card.blocks)).toContain('Acme Shoes');
    expect(graph.world.holds('123', '900000000000001')).toEqual([]);

    await lea.click({ channel: CHANNEL, ts: card.ts }, 'hallpass_approve');
    const active = await reaches('EU-1', 'active');
    expect(graph.world.holds('123', '900000000000001')).toEqual(['ANALYZE']);
    await eventually(() =>
      expect(JSON.stringify(workspace.messages(CHANNEL)[0]?.blocks)).toContain('hallpass_release'),
    );
    await eventually(() => expect(workspace.dm('U0ANA')).toHaveLength(1));

    clock.advance(active.remindAt - clock.now() + 1);
    await eventually(() => expect(workspace.dm('U0ANA').at(-1)?.text).toContain('ends'));

    clock.advance(active.expiresAt - clock.now() + 1);
    const ended = await reaches('EU-1', 'ended');
    expect(graph.world.holds('123', '900000000000001')).toEqual([]);
    expect(ended.endReason).toBe('expired');
    expect(ended.provedAt - ended.endsAt).toBeLessThan(5_000);
    await eventually(() => expect(JSON.stringify(workspace.messages(CHANNEL)[0]?.blocks)).toContain('confirmed'));
    await eventually(() => {
      const thread = workspace.messages(CHANNEL).filter((message) => message.threadTs === card.ts);
      expect(thread.map(({ text }) => text).join('\n')).toMatch(
        /approved.*\n.*seen at Meta.*\n.*Removed and confirmed/s,
      );
    });
  });
});

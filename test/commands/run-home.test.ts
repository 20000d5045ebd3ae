import { expect, it } from 'vitest';
import { runHome } from '../../src/commands/run-home.ts';
import type { Scene } from '../../src/commands/scene.ts';
import { testDesk } from '../support/desk.ts';

it('what waits for customers does not keep a lead from what waits for their decision', async () => {
  const desk = await testDesk();
  for (let ticket = 1; ticket <= 31; ticket += 1) {
    const grant = await desk.ask({ ticket: String(ticket) });
    const share = { by: 'U0LEA', at: desk.clock.now() };
    const next = { ...grant, version: grant.version + 1, share };
    await desk.ledger.commit(next, { kind: 'customer-asked', at: share.at, actor: 'U0LEA' });
  }
  const { id } = await desk.ask({ ticket: '99' });
  const shown: object[] = [];
  const messenger = { publishHome: async (_: string, view: object) => void shown.push(view) };

  await runHome({ branches: [{ desk }], messenger } as unknown as Scene, 'U0LEA');

  const home = JSON.stringify(shown);
  expect(home).toContain(`${id} · ticket 99`);
  expect(home).not.toContain('EU-1 ·');
});

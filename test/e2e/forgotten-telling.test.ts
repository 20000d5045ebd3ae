import { pino } from 'pino';
import { expect, it } from 'vitest';
import { open } from '../../src/doors.ts';
import { notifyJob } from '../../src/jobs/notify.ts';
import { eventually } from '../support/eventually.ts';
import { stage } from '../support/stage.ts';

const log = pino({ level: 'silent' });

it('says nothing twice of which a failover has forgotten that it was said', async () => {
  const { workspace, config, clock, ledger, reaches } = await stage();
  await workspace.as('U0ANA').command('C0SUPPORT', '/access request page 123 for ticket 1');
  await reaches('EU-1', 'pending');
  await workspace.as('U0LEA').command('C0SUPPORT', '/access approve EU-1');
  await reaches('EU-1', 'active');
  await eventually(async () => expect(await ledger.get('EU-1')).toMatchObject({ told: 3, cardVersion: 3 }));
  await eventually(() => expect(workspace.dm('U0ANA')).toHaveLength(1));
  const said = () => workspace.messages('C0SUPPORT').length + workspace.dm('U0ANA').length;
  const before = said();
  const { world, branches, close } = await open(config, { clock, log });
  const [{ desk }] = branches as [(typeof branches)[number]];

  /** All three are told anew, by a Redis that forgot that they were, and in a process that came to it then, or had it all the while. */
  async function tell(knownSince: number): Promise<void> {
    const forgetful = {
      ...desk.ledger,
      knownSince: () => knownSince,
      async get(id: string) {
        const grant = await desk.ledger.get(id);
        return grant && { ...grant, told: 0 };
      },
    };
    for (const { id: event } of await desk.ledger.timeline('EU-1')) {
      const payload = { grant: 'EU-1', event, redelivered: false };
      const deps = { desk: { ...desk, ledger: forgetful }, messenger: world.messenger, log };
      await notifyJob.run(deps, payload, { tries: 1, remember: async () => {} }).catch(() => {});
    }
  }

  try {
    await tell(Number.POSITIVE_INFINITY);
    expect(said()).toBe(before);
    await tell(0);
    expect(said()).toBeGreaterThan(before);
  } finally {
    await close();
  }
});

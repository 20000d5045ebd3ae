import { expect, test } from 'vitest';
import type { AuditEvent } from '../../src/access/event.ts';
import { type Messenger, SlackError } from '../../src/access/ports/slack.ts';
import { notifyJob } from '../../src/jobs/notify.ts';
import { testDesk } from '../support/desk.ts';
import { MINUTE } from '../support/grants.ts';
import { silent } from '../support/silent-log.ts';

/** A granted access of which nothing is told yet, in a Slack that keeps what is posted, by key. */
async function untold() {
  const desk = await testDesk();
  const { id } = await desk.store.active();
  const events = await desk.ledger.timeline(id);
  const posted: string[] = [];
  const refused = new Set<string>();
  const messenger = {
    async post({ channel, key }) {
      if (refused.has(key)) throw new SlackError('internal_error');
      posted.push(key);
      return { channel, ts: `${posted.length}` };
    },
    update: async () => {},
    find: async ({ channel, key }) => (posted.includes(key) ? { channel, ts: `${posted.indexOf(key) + 1}` } : null),
    direct: async () => 'D0ANA',
  } as Partial<Messenger> as Messenger;
  const tell = ({ id: event }: AuditEvent) =>
    notifyJob.run({ desk, messenger, log: silent }, { grant: id, event, redelivered: false }, first);
  const lines = () => posted.filter((key) => key.startsWith('line-'));
  return { desk, id, events: events as [AuditEvent, AuditEvent, AuditEvent], tell, posted, lines, refused };
}
const first = { tries: 1, remember: async () => {} };

test('a line whose job comes late, or never, is told by the next one, in its place and once', async () => {
  const { desk, id, events, tell, lines } = await untold();
  const [requested, approved, activated] = events;

  await tell(activated);
  const told = lines();
  await tell(approved);
  await tell(requested);

  expect(told).toEqual(
    [requested, approved, activated].map((event) => `line-${event.id}`).filter((key) => told.includes(key)),
  );
  expect(told).toContain(`line-${approved.id}`);
  expect(lines()).toEqual(told);
  expect(await desk.ledger.get(id)).toMatchObject({ told: 3 });
});

test('a line that Slack does not take holds up those after it, and after ten minutes no more', async () => {
  const { desk, events, tell, lines, refused } = await untold();
  const [, approved, activated] = events;
  refused.add(`line-${approved.id}`);

  await expect(tell(activated)).rejects.toThrow('internal_error');
  const early = lines();
  desk.clock.move(11 * MINUTE);
  await tell(activated);

  expect(early).not.toContain(`line-${activated.id}`);
  expect(lines().at(-1)).toBe(`line-${activated.id}`);
});

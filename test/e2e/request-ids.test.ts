import { expect, it, onTestFinished } from 'vitest';
import { openRedis, whenReady } from '../../src/store/connection.ts';
import { keysOf } from '../../src/store/keys.ts';
import { eventually } from '../support/eventually.ts';
import { type Office, office } from './office.ts';

type Line = Record<string, unknown> & { msg: string; request?: string; requests?: string[] };

const linesOf = ({ logged }: Office): Line[] => logged.map((line) => JSON.parse(line) as Line);

/** What the log says of one request, in order; `grep` would find the same. */
const about = (town: Office, id: string): Line[] =>
  linesOf(town).filter(({ request, requests = [] }) => request === id || requests.includes(id));

const found = (line: Line | undefined, what: string): Line => {
  if (!line) throw new Error(`${what} is not in the log`);
  return line;
};

it('one id leads from the click to the call that took the access away', async () => {
  const town = await office();
  const { ana, lea, reaches } = town;
  const { id } = await town.active(ana, 'request page 123 for ticket 456');

  await ana.presses(id, 'release');
  await reaches(id, 'ended');

  const clicks = linesOf(town).filter(({ msg, kind }) => msg === 'interaction kept' && kind === 'action');
  expect(clicks.map(({ user }) => user)).toEqual([lea.id, ana.id]);
  const [approval, release] = clicks.map(({ request }) => request ?? '') as [string, string];
  expect(approval).toMatch(/^[a-z2-9]{12}$/);
  expect(approval).not.toBe(release);
  expect((await town.ledger.timeline(id)).find(({ kind }) => kind === 'ending')?.origin).toBe(release);

  const told = about(town, release);
  expect(told.map(({ msg }) => msg)).toEqual(
    expect.arrayContaining(['interaction kept', 'command runs', 'event is followed', 'graph write done']),
  );
  const { event, grant } = found(
    told.find(({ msg }) => msg === 'event is followed'),
    'the event',
  );
  expect(grant).toBe(id);
  expect(told.find(({ msg }) => msg === 'graph write done')).toMatchObject({
    method: 'DELETE',
    path: '123/assigned_users',
    fbtraceId: expect.stringMatching(/^\w{11}$/),
    business: 'eu',
    job: 'converge',
    jobId: `converge-${event}`,
    events: [event],
    grants: [id],
    requests: [release],
  });
  // The grant's own id finds both clicks' calls, and nothing of one click tells of the other.
  const writes = linesOf(town).filter(({ msg }) => msg === 'graph write done');
  expect(writes.map(({ method, grants }) => ({ method, grants }))).toEqual([
    { method: 'POST', grants: [id] },
    { method: 'DELETE', grants: [id] },
  ]);
  expect(writes[0]?.requests).toEqual([approval]);
});

it('what Meta refuses has its trace id and the request that led to it', async () => {
  const town = await office();
  const id = await town.requested(town.ana, 'request page 123 for ticket 456');
  town.graph.faults.next({ method: 'POST', edge: 'assigned_users' }, { kind: 'error', code: 2 });

  await town.lea.presses(id, 'approve');
  await town.reaches(id, 'active');

  const { request } = found(
    linesOf(town).find(({ msg, user }) => msg === 'command runs' && user === town.lea.id),
    'the approval',
  );
  const failed = about(town, request ?? '').find(({ msg }) => msg === 'graph call failed');
  expect(failed).toMatchObject({ edge: 'assigned_users', fbtraceId: expect.any(String), grants: [id] });
});

it('a form that could not be opened, of which nothing is kept, has an id too', async () => {
  const town = await office();
  town.workspace.faults.next('views.open', { kind: 'error', error: 'fatal_error' });

  await town.ana.command('C0SUPPORT', '/access');

  await eventually(() =>
    expect(linesOf(town)).toContainEqual(
      expect.objectContaining({ msg: 'form not opened', user: 'U0ANA', request: expect.stringMatching(/^\w{12}$/) }),
    ),
  );
});

it('a person is told the id of what went wrong, which is in the log with the reason', async () => {
  const town = await office();
  const redis = openRedis(town.redisUrl);
  onTestFinished(() => redis.disconnect());
  await whenReady(redis, 5_000);
  await redis.set(keysOf('100000000000001').grant(7), 'no record');

  const answer = await town.ana.asks('why EU-7');

  const [, id = ''] = /reference: `(\w{12})`/.exec(answer) ?? [];
  expect(about(town, id).map(({ msg }) => msg)).toContain('command failed');
});

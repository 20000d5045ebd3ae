import { describe, expect, it } from 'vitest';
import { createDirectory } from '../../src/slack/directory.ts';
import { createGroupChanges } from '../../src/store/group-changes.ts';
import { testRedis } from '../support/redis.ts';
import { slackSide } from '../support/slack-side.ts';

const LEADS = 'S0LEADS';
const leads = (users: string[]) => ({ id: LEADS, handle: 'leads', users });

describe('a person', () => {
  it('has a name and an e-mail address', async () => {
    const { directory } = await slackSide();

    expect(await directory.person('U0ANA')).toEqual({
      id: 'U0ANA',
      name: 'Ana Ruiz',
      email: 'ana@northwind.example',
      deleted: false,
      bot: false,
    });
  });

  it('is asked for afresh each time, so that one who left is seen to have left', async () => {
    const { directory, workspace } = await slackSide();
    await directory.person('U0LEA');

    workspace.removeUser('U0LEA');

    expect(await directory.person('U0LEA')).toMatchObject({ deleted: true });
  });

  it('is null when Slack knows nobody of that id', async () => {
    const { directory } = await slackSide();

    expect(await directory.person('U0NOBODY')).toBeNull();
  });

  it('has no e-mail address where the app lacks the scope', async () => {
    const { directory } = await slackSide({ scopes: ['users:read'] });

    expect(await directory.person('U0ANA')).toMatchObject({ name: 'Ana Ruiz', email: null });
  });

  it('is told apart from a bot', async () => {
    const { directory } = await slackSide();

    expect(await directory.person('U0HALLPASS')).toMatchObject({ bot: true, email: null });
  });

  it('is told apart from a guest, and from somebody of another workspace who is not of the same company', async () => {
    const { workspace, client } = await slackSide();
    const person = (id: string) => ({ id, name: id, realName: id, email: `${id}@northwind.example` });
    workspace.addUser({ ...person('U0MUL'), guest: 'multi' });
    workspace.addUser({ ...person('U0SIN'), guest: 'single' });
    workspace.addUser({ ...person('U0SIA'), team: 'T0OTHER' });
    workspace.addUser({ ...person('U0ORG'), team: 'E0NORTHWIND' });
    const own = { botId: 'B0HALLPASS', userId: 'U0HALLPASS', teamId: 'T0NORTHWIND' };
    const here = createDirectory(client);
    const company = createDirectory(client, undefined, async () => ({ ...own, enterpriseId: 'E0NORTHWIND' }));

    const kinds = (directory: typeof here) =>
      Promise.all(
        ['U0ANA', 'U0MUL', 'U0SIN', 'U0SIA', 'U0ORG'].map(async (id) => (await directory.person(id))?.outsider),
      );

    expect(await kinds(here)).toEqual([undefined, 'guest', 'guest', 'stranger', 'stranger']);
    expect(await kinds(company)).toEqual([undefined, 'guest', 'guest', 'stranger', undefined]);
  });

  it('fails rather than being nobody when Slack does not answer', async () => {
    const { directory, workspace } = await slackSide();
    workspace.faults.next('users.info', { kind: 'cut-before' });

    await expect(directory.person('U0ANA')).rejects.toMatchObject({ name: 'SlackError', code: 'request_failed' });
  });
});

describe('a user group', () => {
  it('is read once for many questions, also when they come together', async () => {
    const { directory, workspace, calls } = await slackSide();
    workspace.addUsergroup(leads(['U0LEA', 'U0LOU']));

    const answers = await Promise.all([1, 2, 3].map(() => directory.group(LEADS)));
    await directory.group(LEADS);

    expect(answers).toEqual(Array(3).fill(['U0LEA', 'U0LOU']));
    expect(calls('usergroups.users.list')).toBe(1);
  });

  it('is read again after Slack told of a change', async () => {
    const { directory, workspace } = await slackSide();
    workspace.addUsergroup(leads(['U0LEA', 'U0LOU']));
    await directory.group(LEADS);
    workspace.addUsergroup(leads(['U0LOU']));

    const kept = await directory.group(LEADS);
    await directory.groupChanged(LEADS);
    const fresh = await directory.group(LEADS);

    expect(kept).toEqual(['U0LEA', 'U0LOU']);
    expect(fresh).toEqual(['U0LOU']);
  });

  it('is read again by every instance, once one of them was told of a change', async () => {
    const { workspace, client } = await slackSide();
    const { redis } = await testRedis();
    workspace.addUsergroup(leads(['U0LEA', 'U0LOU']));
    const [web, worker] = [1, 2].map(() => createDirectory(client, createGroupChanges(redis)));
    const before = [await web?.group(LEADS), await worker?.group(LEADS)];
    workspace.addUsergroup(leads(['U0LOU']));

    await web?.groupChanged(LEADS);

    expect(before).toEqual([
      ['U0LEA', 'U0LOU'],
      ['U0LEA', 'U0LOU'],
    ]);
    expect([await web?.group(LEADS), await worker?.group(LEADS)]).toEqual([['U0LOU'], ['U0LOU']]);
  });

  it('is not kept when it was read while it changed', async () => {
    const { workspace, client, calls } = await slackSide();
    const { redis } = await testRedis();
    const directory = createDirectory(client, createGroupChanges(redis));
    workspace.addUsergroup(leads(['U0LEA']));

    const reading = directory.group(LEADS);
    await createGroupChanges(redis).note(LEADS);
    await reading;
    await directory.group(LEADS);

    expect(calls('usergroups.users.list')).toBe(2);
  });

  it.each(['plan_upgrade_required', 'no_such_subteam', 'permission_denied', 'missing_scope'])(
    'is empty, and nobody may approve by it, when Slack answers %s',
    async (error) => {
      const { directory, workspace } = await slackSide();
      workspace.addUsergroup(leads(['U0LEA']));
      workspace.faults.next('usergroups.users.list', { kind: 'error', error });

      const together = await Promise.all([directory.group(LEADS), directory.group(LEADS)]);

      expect(together).toEqual([[], []]);
      expect(await directory.group(LEADS)).toEqual(['U0LEA']);
    },
  );

  it('fails, and is asked for again, when Slack does not answer', async () => {
    const { directory, workspace } = await slackSide();
    workspace.addUsergroup(leads(['U0LEA']));
    workspace.faults.next('usergroups.users.list', { kind: 'http', status: 502 });

    await expect(directory.group(LEADS)).rejects.toMatchObject({ code: 'http_502' });
    expect(await directory.group(LEADS)).toEqual(['U0LEA']);
  });
});

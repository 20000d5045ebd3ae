import { describe, expect, it } from 'vitest';
import { openWorkspace, refusal } from './slack-fixture.ts';

describe('people', () => {
  it('looks people up by id and e-mail, and lists them in pages', async () => {
    const { client, workspace } = await openWorkspace();
    workspace.removeUser('U0OLG');

    const ana = await client.users.info({ user: 'U0ANA' });
    const lea = await client.users.lookupByEmail({ email: 'Lea@northwind.example' });
    const olga = await client.users.info({ user: 'U0OLG' });
    const page = await client.users.list({ limit: 2 });

    expect(ana.user).toMatchObject({ name: 'ana', profile: { email: 'ana@northwind.example' } });
    expect(lea.user?.id).toBe('U0LEA');
    expect(olga.user?.deleted).toBe(true);
    expect(page.members?.map(({ id }) => id)).toEqual(['U0HALLPASS', 'U0ANA']);
    expect(page.response_metadata?.next_cursor).not.toBe('');
    expect(await refusal(client.users.lookupByEmail({ email: 'olga@northwind.example' }))).toMatchObject({
      error: 'users_not_found',
    });
  });

  it('keeps e-mail addresses to those with the scope for them', async () => {
    const { client } = await openWorkspace({ scopes: ['users:read'] });

    const { user } = await client.users.info({ user: 'U0ANA' });

    expect(user?.profile?.email).toBeUndefined();
    expect(await refusal(client.users.lookupByEmail({ email: 'a@b.example' }))).toMatchObject({
      needed: 'users:read.email',
    });
  });

  it('knows user groups, and leaves out of them who has left', async () => {
    const { client, workspace } = await openWorkspace();
    workspace.addUsergroup({ id: 'S0LEADS', handle: 'team-leads', users: ['U0LEA', 'U0LOU'] });
    workspace.removeUser('U0LOU');

    const groups = await client.usergroups.list({ include_users: true });
    const users = await client.usergroups.users.list({ usergroup: 'S0LEADS' });

    expect(groups.usergroups).toMatchObject([{ id: 'S0LEADS', handle: 'team-leads', users: ['U0LEA', 'U0LOU'] }]);
    expect(users.users).toEqual(['U0LEA']);
    expect(await refusal(client.usergroups.users.list({ usergroup: 'S0X' }))).toMatchObject({
      error: 'no_such_subteam',
    });
  });

  it('knows the team and the bot', async () => {
    const { client } = await openWorkspace();

    const { team } = await client.team.info();
    const { bot } = await client.bots.info({ bot: 'B0HALLPASS' });

    expect(team).toMatchObject({ id: 'T0NORTHWIND', domain: 'northwind' });
    expect(bot).toMatchObject({ app_id: 'A0HALLPASS', user_id: 'U0HALLPASS' });
  });
});

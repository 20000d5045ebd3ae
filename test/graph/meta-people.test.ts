import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANA, EU, type Northwind, northwind, US } from './northwind.ts';

let here: Northwind;
beforeEach(async () => {
  here = await northwind();
});
afterEach(() => here.close());

const DAY = 86_400_000;

describe('a person', () => {
  it('is found by e-mail, whatever its case, under the id of this business', async () => {
    const found = [await here.eu.person('Ana@Northwind.Example '), await here.us.person('ana@northwind.example')];

    expect(found).toEqual([
      { kind: 'member', id: ANA, name: 'Ana Ruiz' },
      { kind: 'member', id: '910000000000001', name: 'Ana Ruiz' },
    ]);
  });

  it('is absent when nobody has the address', async () => {
    expect(await here.eu.person('olga@northwind.example')).toEqual({ kind: 'absent' });
    expect(await here.us.person('ben@northwind.example')).toEqual({ kind: 'absent' });
  });

  it('is invited, since and until when, while the invitation is open', async () => {
    const invitedAt = here.clock.time - DAY;
    const expiresAt = here.clock.time + DAY;
    const inviteLink = 'https://business.facebook.com/invitation/?x=1';
    const email = 'Olga@northwind.example';
    here.graph.world.addPendingUser({ business: EU.id, id: '77', email, invitedAt, expiresAt, inviteLink });

    const found = await here.eu.person('olga@northwind.example');

    expect(found).toEqual({ kind: 'invited', since: invitedAt, until: expiresAt, link: inviteLink });
  });

  it('is told of an invitation that is over', async () => {
    const expiresAt = here.clock.time + DAY;
    const email = 'olga@northwind.example';
    here.graph.world.addPendingUser({ business: EU.id, id: '77', email, expiresAt, inviteLink: 'https://x.example' });
    here.clock.time += 2 * DAY;

    expect(await here.eu.person(email)).toMatchObject({ kind: 'invited', until: expiresAt, over: true });
  });

  it('is found soon after the invitation was accepted', async () => {
    const email = 'olga@northwind.example';
    here.graph.world.addPendingUser({ business: EU.id, id: '77', email, inviteLink: 'https://x.example' });
    await here.eu.person(email);

    here.graph.world.acceptInvite('77', { id: '900000000000009', name: 'Olga Petrova' });
    here.clock.time += 6_000;

    expect(await here.eu.person(email)).toEqual({ kind: 'member', id: '900000000000009', name: 'Olga Petrova' });
  });

  it('is not guessed when two people share the address', async () => {
    here.graph.world.addPerson({
      business: EU.id,
      id: '900000000000008',
      name: 'Ana Two',
      email: 'ANA@northwind.example',
    });

    expect(await here.eu.person('ana@northwind.example')).toEqual({ kind: 'ambiguous', count: 2 });
  });

  it('is not called absent when Meta hides all addresses', async () => {
    here.graph.switches.hideEmails = true;

    await expect(here.eu.person('ana@northwind.example')).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it('is looked up without a call for a minute', async () => {
    await here.eu.person('ana@northwind.example');
    here.called();
    here.clock.time += 50_000;

    await here.eu.person('ben@northwind.example');
    const within = here.called();
    here.clock.time += 20_000;
    await here.eu.person('ben@northwind.example');

    expect(within).toEqual([]);
    expect(here.called()).toEqual(['GET business_users']);
  });

  it('is found on any page of the list', async () => {
    here.graph.switches.filteredShortPages = true;
    here.graph.switches.pageLimitCap = 10;
    for (let number = 0; number < 60; number++) {
      const email = `p${number}@northwind.example`;
      here.graph.world.addPerson({ business: US.id, id: String(920_000 + number), name: `P ${number}`, email });
    }

    expect(await here.us.person('p59@northwind.example')).toMatchObject({ kind: 'member', id: '920059' });
  });
});

import { describe, expect, it } from 'vitest';
import { findPerson } from '../../src/graph/edges/people.ts';

const person = (id: string, email: string | null, pending_email?: string) => ({ id, name: id, email, pending_email });

describe('an address that waits for its confirmation', () => {
  it('finds nobody, since anybody can write anybody’s', () => {
    const people = [person('1', 'mallory@x.example', 'Ana@x.example'), person('2', 'ben@x.example')];

    expect(findPerson(people, 'ana@x.example')).toEqual({ kind: 'unconfirmed' });
  });

  it('does not take the place of a confirmed one', () => {
    const people = [person('1', 'mallory@x.example', 'ana@x.example'), person('2', 'ana@x.example')];

    expect(findPerson(people, 'ana@x.example')).toMatchObject({ kind: 'member', id: '2' });
  });
});

describe('addresses that Meta hides', () => {
  it('are not matched by a missing one', () => {
    expect(findPerson([person('1', null), person('2', '')], '')).toEqual({ kind: 'absent' });
  });

  it('are counted where nobody is found, who may be one of them', () => {
    const people = [person('1', null), person('2', 'ben@x.example'), person('3', '')];

    expect(findPerson(people, 'ana@x.example')).toEqual({ kind: 'absent', hidden: 2 });
    expect(findPerson(people.slice(1, 2), 'ana@x.example')).toEqual({ kind: 'absent' });
  });
});

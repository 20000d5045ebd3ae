import { describe, expect, it } from 'vitest';
import { findPerson } from '../../src/graph/edges/people.ts';

const person = (id: string, email: string | null, pending_email?: string) => ({ id, name: id, email, pending_email });

describe('an address that still waits for its confirmation', () => {
  it('finds its person', () => {
    const people = [person('1', 'old@x.example', 'New@x.example'), person('2', null, 'two@x.example')];

    expect(findPerson(people, 'new@x.example')).toMatchObject({ kind: 'member', id: '1' });
    expect(findPerson(people, 'two@x.example')).toMatchObject({ kind: 'member', id: '2' });
  });

  it('does not take the place of a confirmed one', () => {
    const people = [person('1', 'mallory@x.example', 'ana@x.example'), person('2', 'ana@x.example')];

    expect(findPerson(people, 'ana@x.example')).toMatchObject({ kind: 'member', id: '2' });
  });

  it('is ambiguous when two wait for it', () => {
    const people = [person('1', null, 'ana@x.example'), person('2', null, 'ana@x.example')];

    expect(findPerson(people, 'ana@x.example')).toEqual({ kind: 'ambiguous', count: 2 });
  });

  it('is not matched by missing addresses', () => {
    expect(findPerson([person('1', null), person('2', '')], '')).toEqual({ kind: 'absent' });
  });
});

import { expect, it } from 'vitest';
import type { LedgerEntry } from '../../demo/graph/server.ts';
import type { AuditEvent, EventKind } from '../../src/access/event.ts';
import type { Grant } from '../../src/access/grant.ts';
import { draft } from '../support/grants.ts';
import { holdingViolations, lateness, type Story } from './holdings.ts';

const PLACES = [{ asked: 'page 123', id: '123', levels: ['analyst'], ceiling: ['ANALYZE'] }];

/** A grant of Ana's on Acme Shoes with these events, each at its time. */
const story = (id: string, events: Partial<Record<EventKind, number>>): Story => ({
  grant: { ...draft(), id, version: 1, state: 'ended' } as unknown as Grant,
  events: Object.entries(events).map(([kind, at]) => ({ id: `${at}-0`, at, grant: id, kind }) as unknown as AuditEvent),
});

/** What Meta's book says of Ana, and when. */
const book = (changes: Record<number, string[]>): LedgerEntry[] =>
  Object.entries(changes).map(([at, after]) => ({
    ...{ at: Number(at), assetId: '123', userId: '900000000000001' },
    ...{ before: [], after, by: 'api' as const },
  }));

it('sees a grant that was said to be active and never given, also where an earlier one gave the same', () => {
  const first = story('EU-1', { approved: 100, activated: 120, ending: 200, ended: 220 });
  const second = story('EU-2', { approved: 300, activated: 320, ending: 400, ended: 420 });
  const once = { 110: ['ANALYZE'], 210: [] };

  expect(holdingViolations([first, second], book(once), PLACES)).toEqual([
    'EU-2 was said to be active before Meta had it',
  ]);
  expect(holdingViolations([first, second], book({ ...once, 310: ['ANALYZE'], 410: [] }), PLACES)).toEqual([]);
});

it('takes for given what was there already when it was approved', () => {
  const first = story('EU-1', { approved: 100, activated: 120, ending: 400, ended: 420 });
  const second = story('EU-2', { approved: 300, activated: 320, ending: 400, ended: 420 });

  expect(holdingViolations([first, second], book({ 110: ['ANALYZE'], 410: [] }), PLACES)).toEqual([]);
});

it('counts as overstay what was held by nobody else’s leave, and no longer', () => {
  const first = story('EU-1', { approved: 100, activated: 120, ending: 200, ended: 260 });
  const other = (approved: number) => story('EU-2', { approved, activated: approved + 20, ending: 500, ended: 520 });
  const over = (other: Story[], changes: Record<number, string[]>) =>
    lateness({ ...first, grant: { ...first.grant, endsAt: 200 } as Grant }, other, book(changes));

  expect(over([], { 110: ['ANALYZE'], 250: [] })).toEqual({ overstay: 50, proved: 60 });
  expect(over([], { 110: ['ANALYZE'], 190: [] })).toEqual({ overstay: 0, proved: 60 });
  expect(over([other(150)], { 110: ['ANALYZE'], 510: [] })).toEqual({ overstay: 0, proved: 60 });
  expect(over([other(230)], { 110: ['ANALYZE'], 510: [] })).toEqual({ overstay: 30, proved: 60 });
});

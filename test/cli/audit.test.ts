import { describe, expect, it } from 'vitest';
import type { Draft } from '../../src/access/ports/ledger.ts';
import { foundEvent } from '../../src/access/reconcile/found.ts';
import { auditLines } from '../../src/cli/audit.ts';
import { createLedger } from '../../src/store/ledger.ts';
import { draft, event, HOUR, next, START } from '../support/grants.ts';
import { testStore } from '../support/store.ts';

type Line = Record<string, unknown> & { kind: string; grant: string };

/** Two desks on one Redis: an EU grant that ran its course, and a US request of the same person. */
async function desks() {
  const store = await testStore();
  const { ledger: eu, clock, redis } = store;
  const us = createLedger({ redis, business: { key: 'us', id: `${store.business.id}9` }, clock });
  const ask = async (ledger: typeof us, changes: Partial<Draft>) => {
    const made = await ledger.create(
      draft({ requestedAt: clock.now(), ...changes }),
      event('requested', clock.now(), 'U0ANA'),
    );
    if (made.kind === 'open') throw new Error(`${made.id} is open`);
  };

  const active = await store.active();
  clock.move(HOUR);
  const ending = next(active, 'ending');
  await eu.commit(ending, event('ending', clock.now(), 'hallpass'));
  clock.move(1_000);
  await ask(us, { asset: { kind: 'adaccount', id: '4001' }, assetName: 'Fable Ads', ticket: 'ABC-12' });
  clock.move(400);
  await eu.commit(next(ending, 'ended'), { ...event('ended', clock.now(), 'hallpass'), detail: { late: 1_400 } });

  const audit = async (word: string) => (await auditLines([eu, us], word)).map((line): Line => JSON.parse(line));
  return { eu, us, clock, ask, audit };
}

const told = (lines: Line[]) => lines.map(({ grant, kind }) => `${grant} ${kind}`);
const EU_STORY = ['requested', 'approved', 'activated', 'ending', 'ended'].map((kind) => `EU-1 ${kind}`);

describe('hallpass audit', () => {
  it('tells what was found on an asset, among its grants', async () => {
    const { eu, clock, audit } = await desks();
    const subject = { asset: { kind: 'page', id: '123' } as const, assetName: 'Acme Shoes' };
    const facts = { ...subject, principal: '7', name: 'Ben Okafor', tasks: ['ANALYZE'] };
    const at = clock.move(5);
    await eu.watch.change('page:123:7', () => ({ standing: null, event: foundEvent('found', { at }, facts) }));

    const lines = await audit('page:123');

    expect(lines.map(({ kind }) => kind)).toEqual(['requested', 'approved', 'activated', 'ending', 'ended', 'found']);
    expect(lines.at(-1)).not.toHaveProperty('grant');
    expect(lines.at(-1)).toMatchObject({ ...subject, tasks: ['ANALYZE'], detail: { name: 'Ben Okafor' } });
  });

  it('tells the whole story of a grant, oldest first, with what it was about', async () => {
    const { audit } = await desks();

    const lines = await audit('EU-1');

    expect(told(lines)).toEqual(EU_STORY);
    expect(lines[0]).toEqual({
      at: new Date(START).toISOString(),
      id: expect.stringMatching(/^\d+-\d+$/),
      grant: 'EU-1',
      kind: 'requested',
      state: 'pending',
      actor: 'U0ANA',
      asset: { kind: 'page', id: '123' },
      assetName: 'Acme Shoes',
      requester: 'U0ANA',
      ticket: '456',
      level: 'analyst',
      tasks: ['ANALYZE'],
    });
    expect(lines.at(-1)).toMatchObject({
      at: new Date(START + HOUR + 1_400).toISOString(),
      state: 'ended',
      actor: 'hallpass',
      detail: { late: 1_400 },
    });
  });

  it.each([
    ['an id in small letters', 'eu-1', EU_STORY],
    ['a Page', 'page:123', EU_STORY],
    ['an ad account as Meta writes it', 'act_4001', ['US-1 requested']],
    ['an ad account as Hallpass writes it', 'adaccount:4001', ['US-1 requested']],
    ['a ticket', 'ticket:456', EU_STORY],
    ['a ticket without the word', '456', EU_STORY],
    ['a ticket that looks like an id', 'ABC-12', ['US-1 requested']],
    ['a ticket as somebody types it', 'ticket:#abc-12', ['US-1 requested']],
    ['a person, in every business by time', 'U0ANA', [...EU_STORY.slice(0, -1), 'US-1 requested', 'EU-1 ended']],
    ['an id that is not given out', 'EU-99', []],
    ['an asset that nobody asked for', 'page:9', []],
    ['a person who never asked', 'U0OLG', []],
    ['words', "'; drop table", []],
  ])('finds by %s', async (_, word, story) => {
    const { audit } = await desks();

    expect(told(await audit(word))).toEqual(story);
  });

  it('keeps the order of what happened within one millisecond, of however much', async () => {
    const { audit, ask, eu } = await desks();
    for (let n = 0; n < 12; n += 1) await ask(eu, { asset: { kind: 'page', id: `${500 + n}` }, ticket: '777' });

    const ids = (await audit('777')).map(({ asset }) => (asset as { id: string }).id);

    expect(ids).toEqual(Array.from({ length: 12 }, (_, n) => `${500 + n}`));
  });

  it('leaves out nothing, however long the history is', async () => {
    const { eu, audit, clock } = await desks();
    const made = Array.from({ length: 1_100 }, (_, n) =>
      eu.create(
        draft({ ticket: `${1_000 + n}`, asset: { kind: 'page', id: '888' } }),
        event('requested', clock.now(), 'U0BEN'),
      ),
    );
    await Promise.all(made);

    expect(await audit('page:888')).toHaveLength(1_100);
  });
});

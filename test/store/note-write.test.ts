import { describe, expect, it } from 'vitest';
import { START } from '../support/grants.ts';
import { testStore } from '../support/store.ts';

const asset = { kind: 'page', id: '123' } as const;
const principal = '900000000000001';
const note = { generation: 1, baseline: ['PROFILE_PLUS_ANALYZE', 'MODERATE', 'ANALYZE'], at: START };

describe('a note before a write', () => {
  it('takes from the baseline what was lost of it, by its exact name', async () => {
    const { ledger, granting } = await testStore();
    await granting();
    await ledger.noteWrite(asset, principal, note);

    await ledger.noteWrite(asset, principal, { ...note, lost: ['ANALYZE', 'ADVERTISE'] });

    const { baseline } = await ledger.pair(asset, principal);
    expect(baseline).toEqual(['PROFILE_PLUS_ANALYZE', 'MODERATE']);
  });

  it('never adds to the baseline again', async () => {
    const { ledger, granting } = await testStore();
    await granting();
    await ledger.noteWrite(asset, principal, note);
    await ledger.noteWrite(asset, principal, { ...note, lost: note.baseline });

    await ledger.noteWrite(asset, principal, note);

    expect((await ledger.pair(asset, principal)).baseline).toEqual([]);
  });

  it('remembers what is owed until a note without it', async () => {
    const { ledger, granting } = await testStore();
    await granting();
    await ledger.noteWrite(asset, principal, { ...note, owed: ['MODERATE'] });
    const owing = await ledger.pair(asset, principal);

    await ledger.noteWrite(asset, principal, note);

    expect(owing.owed).toEqual(['MODERATE']);
    expect(await ledger.pair(asset, principal)).not.toHaveProperty('owed');
  });

  it('changes nothing when the generation moved on', async () => {
    const { ledger, granting } = await testStore();
    await granting();
    await ledger.noteWrite(asset, principal, { ...note, owed: ['MODERATE'] });
    await granting({ ticket: '457' });
    const before = await ledger.pair(asset, principal);

    const result = await ledger.noteWrite(asset, principal, { ...note, lost: ['MODERATE'] });

    expect(result).toBe('conflict');
    expect(await ledger.pair(asset, principal)).toEqual(before);
  });
});

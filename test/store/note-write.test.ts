import { describe, expect, it, onTestFinished, vi } from 'vitest';
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

  it('says when something was given by the clock of whoever reads it, however that of the worker which gave it goes', async () => {
    const { ledger, granting } = await testStore();
    await granting();
    const clock = vi.spyOn(Date, 'now');
    onTestFinished(() => clock.mockRestore());
    const real = performance.timeOrigin + performance.now();
    const skewed = (by: number) =>
      clock.mockImplementation(() => Math.floor(performance.timeOrigin + performance.now() + by));

    skewed(-5_000);
    await ledger.noteWrite(asset, principal, {
      ...note,
      at: Date.now(),
      giving: { by: 'one', at: Date.now(), tasks: ['ANALYZE'] },
    });
    skewed(20_000);
    const { giving } = await ledger.pair(asset, principal);

    expect(giving).toMatchObject([{ by: 'one', tasks: ['ANALYZE'] }]);
    expect(Math.abs((giving[0]?.at ?? 0) - (real + 20_000))).toBeLessThan(1_000);
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

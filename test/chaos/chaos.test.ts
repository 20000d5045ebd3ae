import { describe, expect, it } from 'vitest';
import { told } from './report.ts';
import { playSeed } from './story.ts';

/** Both have every kind of fault between them, though a busy machine may be through with a story before one of them strikes; `script/chaos` plays longer ones, and as many as one likes. */
const SHORT = { grants: 6, span: 2_000, shares: 2 };

describe.concurrent('whatever fails, at a time of its own', () => {
  it.each([1, 2])(
    'nothing is lost, told twice, or held by nobody’s leave (seed %i)',
    { timeout: 120_000 },
    async (seed) => {
      const outcome = await playSeed({ ...SHORT, seed });

      console.log(`seed ${seed}: ${told([outcome])}`);
      expect(outcome.violations).toEqual([]);
      expect(outcome.grants).toBeGreaterThan(0);
      expect(Object.keys(outcome.faults).length).toBeGreaterThan(5);
    },
  );
});

import { expect, it } from 'vitest';
import { text } from '../support/repository.ts';
import { MUTANTS } from './mutants.ts';
import { mutated } from './plant.ts';

it.each(MUTANTS)('a bot where $name can still be made of the sources', ({ edits }) => {
  for (const { file, ...edit } of edits) {
    const before = text(`src/${file}`);

    expect(mutated(before, edit)).not.toBe(before);
  }
});

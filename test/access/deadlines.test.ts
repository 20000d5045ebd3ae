import { expect, test } from 'vitest';
import { remindAt } from '../../src/access/deadlines.ts';
import { HOUR, MINUTE, START } from '../support/grants.ts';

test.each([
  { story: 'an hour', from: 0, end: HOUR, before: 10 * MINUTE },
  { story: 'eight hours', from: 0, end: 8 * HOUR, before: 10 * MINUTE },
  { story: 'fifty minutes, where both rules agree', from: 0, end: 50 * MINUTE, before: 10 * MINUTE },
  { story: 'ten minutes: a fifth of them', from: 0, end: 10 * MINUTE, before: 2 * MINUTE },
  { story: 'a minute', from: 0, end: MINUTE, before: 12_000 },
  { story: 'what is left after an extension', from: 50 * MINUTE, end: 55 * MINUTE, before: MINUTE },
])('the reminder for $story', ({ from, end, before }) => {
  expect(remindAt({ remind: 10 * MINUTE }, START + from, START + end)).toBe(START + end - before);
});

import { createRandom } from '../../demo/graph/random.ts';

/** What a seed decides: the same numbers for the same seed. */
export type Dice = {
  /** A whole number from `least` up to `most`, both possible. */
  from(least: number, most: number): number;
  /** One of them. */
  of<T>(choices: readonly T[]): T;
  /** All of them in another order. */
  mixed<T>(cards: readonly T[]): T[];
};

/** Mulberry's first numbers of neighbouring seeds are alike, so that the seed is spread first. */
export function dice(seed: number): Dice {
  const random = createRandom(Math.imul(seed + 1, 0x9e3779b1));
  const from = (least: number, most: number) => least + Math.floor(random.next() * (most - least + 1));
  return {
    from,
    of: (choices) => choices[from(0, choices.length - 1)] as (typeof choices)[number],
    mixed: (cards) =>
      cards
        .map((card) => ({ card, place: random.next() }))
        .sort((a, b) => a.place - b.place)
        .map(({ card }) => card),
  };
}

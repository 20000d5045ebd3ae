/** A seeded source, so that trace ids, tokens and random faults repeat from run to run. */
export type Random = { next(): number; text(length: number): string; digits(length: number): string };

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Mulberry32: 32 bits of state are plenty for a fake, and one multiplication keeps it cheap. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;

  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  function pick(alphabet: string, length: number): string {
    let text = '';
    while (text.length < length) text += alphabet.charAt(Math.floor(next() * alphabet.length));
    return text;
  }

  return { next, text: (length) => pick(LETTERS, length), digits: (length) => pick('123456789', length) };
}

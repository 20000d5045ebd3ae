import type { Tail } from './ports/archive.ts';

/** The head of a business' archive as it is posted and printed: `eu:1234:0f3a…`. */
export const headText = (business: string, { seq, head }: Pick<Tail, 'seq' | 'head'>): string =>
  `${business}:${seq}:${head}`;

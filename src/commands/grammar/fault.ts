import type { ParseProblem } from '../../access/parse-error.ts';

export type Span = [start: number, end: number];

/** A problem found while reading; `fix` replaces a part of the line by what was probably meant. */
export type Fault = ParseProblem & { at: Span; fix?: { at: Span; to: string } };

/** What every reader of a part of the line gives back. */
export type Read<T> = { ok: true; value: T } | { ok: false; fault: Fault };

export const read = <T>(value: T): Read<T> => ({ ok: true, value });

/** Stops the reading; with `to`, the words at `at` are offered in that form. */
export const fault = (
  problem: ParseProblem,
  at: Span,
  fix?: { at?: Span; to: string },
): { ok: false; fault: Fault } => ({
  ok: false,
  fault: { ...problem, at, ...(fix ? { fix: { at: fix.at ?? at, to: fix.to } } : {}) },
});

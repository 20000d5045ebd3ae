/** The value below which a share `q` (0…1) of the samples lies. */
export function quantile(samples: readonly number[], q: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

/** The middle of several runs. */
export const median = (samples: readonly number[]): number => quantile(samples, 0.5);

export const ms = (value: number): string => `${value.toFixed(2)} ms`;

/** Prints a ratio against its limit, and remembers whether all limits were kept: the exit code tells. */
export function judge(what: string, ratio: number, limit: { most?: number; least?: number }): void {
  const kept = ratio <= (limit.most ?? Number.POSITIVE_INFINITY) && ratio >= (limit.least ?? Number.NEGATIVE_INFINITY);
  const bound = limit.most === undefined ? `at least ${limit.least}` : `at most ${limit.most}`;
  console.log(`${kept ? 'ok  ' : 'MISS'}  ${what}: ${ratio.toFixed(3)} (${bound})`);
  if (!kept) process.exitCode = 1;
}

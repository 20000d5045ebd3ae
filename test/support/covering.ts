/** Some settings with the values that each may take. */
export type Choices<T> = { [K in keyof T]: readonly T[K][] };

type Row = readonly number[];

/** Every way to choose `size` of the numbers below `count`, in order. */
function choose(count: number, size: number, from = 0): number[][] {
  if (size === 0) return [[]];
  return Array.from({ length: Math.max(0, count - from) }, (_, step) => from + step).flatMap((first) =>
    choose(count, size - 1, first + 1).map((rest) => [first, ...rest]),
  );
}

const product = (sizes: readonly number[]): number[][] =>
  sizes.reduce<number[][]>(
    (rows, size) => rows.flatMap((row) => Array.from({ length: size }, (_, value) => [...row, value])),
    [[]],
  );

/**
 * A covering array: few rows in which any `strength` settings take every combination of their values at least once.
 * Greedy and always the same: each row begins with what is missing and takes, setting by setting, the value that covers most.
 */
export function covering<T extends object>(choices: Choices<T>, strength: number): T[] {
  const names = Object.keys(choices) as (keyof T)[];
  const sizes = names.map((name) => choices[name].length);
  const groups = choose(names.length, strength);
  const missing = new Set<string>();
  const nameOf = (group: readonly number[], values: readonly number[]) => `${group}=${values}`;
  for (const group of groups) {
    for (const values of product(group.map((at) => sizes[at] ?? 0))) missing.add(nameOf(group, values));
  }

  const rows: Row[] = [];
  while (missing.size > 0) {
    const [first = ''] = missing;
    const [group, values] = first.split('=').map((side) => side.split(',').map(Number)) as [number[], number[]];
    const row: (number | undefined)[] = names.map((_, at) =>
      group.includes(at) ? values[group.indexOf(at)] : undefined,
    );
    const gain = (at: number, value: number): number => {
      const tried = row.with(at, value);
      const whole = groups.filter((one) => one.includes(at) && one.every((each) => tried[each] !== undefined));
      return whole.filter((one) =>
        missing.has(
          nameOf(
            one,
            one.map((each) => tried[each] as number),
          ),
        ),
      ).length;
    };
    for (const [at, size] of sizes.entries()) {
      if (row[at] !== undefined) continue;
      const gains = Array.from({ length: size }, (_, value) => gain(at, value));
      row[at] = gains.indexOf(Math.max(...gains));
    }
    const done = row as number[];
    for (const one of groups)
      missing.delete(
        nameOf(
          one,
          one.map((at) => done[at] as number),
        ),
      );
    rows.push(done);
  }
  return rows.map((row) => Object.fromEntries(names.map((name, at) => [name, choices[name][row[at] as number]])) as T);
}

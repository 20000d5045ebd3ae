/** Where a command writes: what was asked for, and what went wrong. */
export type Terminal = { out(text: string): void; err(text: string): void };

export const terminal: Terminal = {
  out: (text) => void process.stdout.write(`${text}\n`),
  err: (text) => void process.stderr.write(`${text}\n`),
};

import { join } from 'node:path';
import { parseDuration } from '../access/duration.ts';
import type { Clock } from '../access/ports/clock.ts';
import type { Meta } from '../access/ports/meta.ts';
import { obligationsOf } from '../archive/obligations.ts';
import { segmentsIn } from '../archive/segments.ts';
import { mustHold } from '../archive/verify.ts';
import type { SweepConfig } from '../config.ts';
import { Misused, readArgs } from './args.ts';
import { sweep } from './sweep.ts';
import type { Terminal } from './terminal.ts';

export const SWEEP_USAGE = `  sweep    ends at Meta what is past its end, by an archive and the tokens alone, for when the bot is gone; says what it would
           do unless told to: sweep [--from DIR] [--apply] [--after 10m] [--cap 25] [--accept-faults]`;

/** One business at Meta, without a store. */
export type Far = {
  business: string;
  meta: Pick<Meta, 'held' | 'assign' | 'unassign' | 'check'>;
  close(): Promise<unknown>;
};

/** Runs `hallpass sweep`: 0 when nothing is held any more that it saw (or it only looked), 1 when something is, 2 when it could not be run. */
export async function sweepCommand(
  args: readonly string[],
  config: SweepConfig,
  { far, clock, to }: { far: (config: SweepConfig) => Far[]; clock: Clock; to: Terminal },
): Promise<number> {
  const flag = { type: 'boolean' } as const;
  const word = { type: 'string' } as const;
  const options = { from: word, apply: flag, after: word, cap: word, 'accept-faults': flag };
  const { values, positionals } = readArgs(args, options);
  if (positionals.length > 0) throw new Misused(`sweep does not take ${positionals[0]}; leave it out`);
  const from = (values.from as string | undefined) ?? config.archive?.dir;
  if (from === undefined) throw new Misused('sweep by what? Write --from with the folder of an archive');
  const after = parseDuration(String(values.after ?? '10m'));
  if (after === null) throw new Misused(`${values.after} is no time; write it as 10m`);
  const cap = Number(values.cap ?? 25);
  if (!Number.isInteger(cap) || cap < 0)
    throw new Misused(`${values.cap} is no number; write how many at most, such as 25`);

  let well = true;
  for (const { business, meta, close } of far(config)) {
    try {
      const folder = join(from, business);
      if ((await segmentsIn(folder)).length === 0) throw new Error(`nothing is archived in ${folder}`);
      await mustHold(folder, values['accept-faults'] === true);
      const done = await sweep({ business, meta, clock }, await obligationsOf(folder), {
        after,
        cap,
        apply: values.apply === true,
      });
      for (const one of done) to.out(JSON.stringify(one));
      well &&= done.every(({ did }) => did === 'gone' || did === 'taken' || did === 'would-take');
      if (done.some(({ did }) => did === 'over-the-cap')) {
        to.err(`hallpass: ${business}: more than ${cap} to take away, so nothing was; look at them, and raise --cap`);
      }
      // Where nothing is due, nobody would notice until the day on which it matters.
      await meta.check();
    } catch (error) {
      to.err(`hallpass: ${business}: ${error instanceof Error ? error.message : String(error)}`);
      well = false;
    } finally {
      await close();
    }
  }
  return well ? 0 : 1;
}

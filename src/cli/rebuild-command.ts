import type { Config } from '../config.ts';
import { Misused, readArgs } from './args.ts';
import { acceptLoss, type Reach, rebuild } from './rebuild.ts';
import type { Terminal } from './terminal.ts';

export const REBUILD_USAGE = `  rebuild  builds an empty Redis anew from the archive: rebuild [--from DIR] [--dry-run] [--accept-faults], or goes on
           with what there is, whatever was lost: rebuild --accept-loss`;

const flag = { type: 'boolean' } as const;

/** What `hallpass rebuild` is to do, read before anything is opened. */
export function readRebuild(
  args: readonly string[],
  config: Config,
): (reach: readonly Reach[], to: Terminal) => Promise<number> {
  const options = { from: { type: 'string' }, 'dry-run': flag, 'accept-faults': flag, 'accept-loss': flag } as const;
  const { values, positionals } = readArgs(args, options);
  if (positionals.length > 0) throw new Misused(`rebuild does not take ${positionals[0]}; leave it out`);
  const from = (values.from as string | undefined) ?? config.archive?.dir;
  if (from === undefined) throw new Misused('rebuild from what? Write --from with the folder of an archive');

  return async (reach, to) => {
    let well = true;
    for (const one of reach) {
      if (values['accept-loss']) {
        to.out((await acceptLoss(one, from)).join('\n'));
        continue;
      }
      const how = { from, dryRun: values['dry-run'] === true, acceptFaults: values['accept-faults'] === true };
      const { ok, lines } = await rebuild(one, how);
      well &&= ok;
      (ok ? to.out : to.err)(lines.join('\n'));
    }
    return well ? 0 : 1;
  };
}

import { type Config, loadConfig, loadPolicy } from '../config.ts';
import { auditLines } from './audit.ts';
import { examine, report } from './doctor.ts';
import { policyText } from './policy.ts';

type Patient = Parameters<typeof examine>[0];
type Opened = {
  world: Pick<Patient, 'redis' | 'client' | 'directory'>;
  branches: readonly {
    desk: { business: Patient['branches'][number]['business']; ledger: Parameters<typeof auditLines>[0][number] };
    meta: Patient['branches'][number]['meta'];
  }[];
  close(): Promise<unknown>;
};

/** What the command line needs from the composition root. */
export type Root = { open(config: Config): Promise<Opened>; start(config: Config): Promise<{ stop(): Promise<void> }> };

const USAGE = `usage: node src/main.ts [start | doctor | policy | audit <grant, asset, person or ticket>]
  start    runs the bot (the default)
  doctor   checks Slack, Meta, Redis and the channels, and says what to do
  policy   prints the rules as they hold
  audit    prints the events as JSON lines: audit EU-12 | page:123 | act_123 | U0ANA | ticket:456`;

/** Runs one command and answers its exit code: 0 well, 1 something does not hold, 2 it could not be run. */
export async function commandLine([verb = 'start', word]: string[], root: Root): Promise<number> {
  if (verb === 'policy') {
    const policy = loadPolicy();
    if (!policy.ok) return complain(policy.problems);
    return print(policyText(policy.businesses));
  }
  const known = verb === 'start' || verb === 'doctor' || (verb === 'audit' && word !== undefined);
  if (!known) return usage(verb);
  const loaded = loadConfig();
  if (!loaded.ok) return complain(loaded.problems);
  if (verb === 'start') return runUntilSignal(root, loaded.config);

  const opened = await root.open(loaded.config);
  try {
    if (verb === 'audit')
      return print(
        (
          await auditLines(
            opened.branches.map(({ desk }) => desk.ledger),
            word ?? '',
          )
        ).join('\n'),
      );
    const branches = opened.branches.map(({ desk, meta }) => ({ business: desk.business, meta }));
    const findings = await examine({ ...opened.world, branches });
    print(report(findings));
    return findings.every(({ ok }) => ok) ? 0 : 1;
  } finally {
    await opened.close();
  }
}

async function runUntilSignal(root: Root, config: Config): Promise<number> {
  const bot = await root.start(config);
  await new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done());
  });
  await bot.stop();
  return 0;
}

function print(text: string): number {
  if (text !== '') process.stdout.write(`${text}\n`);
  return 0;
}

function usage(verb: string): number {
  const asked = verb === 'help' || verb === '--help' || verb === '-h';
  (asked ? process.stdout : process.stderr).write(`${asked ? '' : `hallpass: no command ${verb}\n`}${USAGE}\n`);
  return asked ? 0 : 2;
}

function complain(problems: readonly string[]): number {
  process.stderr.write(`Hallpass can't start:\n${problems.map((problem) => `  - ${problem}`).join('\n')}\n`);
  return 2;
}

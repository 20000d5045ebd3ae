import { type Config, type Loaded, loadConfig, loadPolicy, loadSweep, type SweepConfig } from '../config.ts';
import { ARCHIVE_USAGE, ARCHIVE_VERBS, archiveCommand } from './archive-command.ts';
import { Misused } from './args.ts';
import { auditLines } from './audit.ts';
import { readAuditWord } from './audit-word.ts';
import { examine, type Outside, report, type Seen } from './doctor.ts';
import { policyText } from './policy.ts';
import { REBUILD_USAGE, readRebuild } from './rebuild-command.ts';
import { RECONCILE_USAGE, reconcileCommand } from './reconcile.ts';
import { type Far, SWEEP_USAGE, sweepCommand } from './sweep-command.ts';
import { type Terminal, terminal } from './terminal.ts';

/** The bot's doors to the outside and its desks, opened for one look; nothing runs. */
export type Opened = { world: Outside; branches: readonly Seen[]; close(): Promise<unknown> };

/** What the command line needs from the composition root. */
export type Root = {
  open(config: Config): Promise<Opened>;
  /** `lost` says why it must stop, if ever. */
  start(config: Config): Promise<{ stop(): Promise<void>; lost: Promise<string> }>;
  /** Meta alone, for each business. */
  far(config: SweepConfig): Far[];
};

const AUDITED = 'EU-12 | page:123 | act_123 | U0ANA | ticket:456';

const USAGE = `usage: node src/main.ts [start | doctor | policy | reconcile | rebuild | sweep | audit <grant, asset, person or ticket>]
  start    runs the bot (the default)
  doctor   checks Slack, Meta, Redis and the channels, and says what to do
  policy   prints the rules as they hold
  audit    prints the events as JSON lines: audit ${AUDITED}
${RECONCILE_USAGE}
${REBUILD_USAGE}
${SWEEP_USAGE}
with an archive, and nothing else:
${ARCHIVE_USAGE}`;

/** What takes no word of its own, and `audit`, which takes one. */
const COMMANDS = new Set(['start', 'doctor', 'policy', 'audit']);

/** Runs one command and answers its exit code: 0 well, 1 something does not hold, 2 it could not be run. */
export async function commandLine([verb = 'start', ...words]: string[], root: Root, to = terminal): Promise<number> {
  const [word] = words;
  if (verb === 'audit' && word && ARCHIVE_VERBS.has(word))
    return explained(to, () => archiveCommand(word, words.slice(1), to));
  const extra = words[verb === 'audit' ? 1 : 0];
  if (COMMANDS.has(verb) && extra !== undefined) return usage(to, `${verb} does not take ${extra}; leave it out`);
  switch (verb) {
    case 'start':
      return configured(to, loadConfig(), (config) => runUntilSignal(root, config, to));
    case 'doctor':
      return configured(to, loadConfig(), (config) =>
        looking(root, config, to, (opened) => doctor(opened, config, to)),
      );
    case 'audit':
      if (!word) return usage(to, 'audit of what? Name a grant, an asset, a person or a ticket');
      if (!readAuditWord(word))
        return notAudited(to, `${word} is no grant, asset, person or ticket; write it as ${AUDITED}`);
      return configured(to, loadConfig(), (config) => looking(root, config, to, (opened) => audit(opened, to, word)));
    case 'policy': {
      const policy = loadPolicy();
      if (!policy.ok) return refused(to, policy.problems);
      to.out(policyText(policy.businesses));
      return 0;
    }
    case 'rebuild':
      return configured(to, loadConfig(), (config) =>
        explained(to, async () => {
          const build = readRebuild(words, config);
          return looking(root, config, to, ({ world: { redis }, branches }) =>
            build(
              branches.map(({ desk }) => ({ redis, desk })),
              to,
            ),
          );
        }),
      );
    case 'sweep':
      return configured(to, loadSweep(), (config) =>
        explained(to, () => sweepCommand(words, config, { far: root.far, clock: { now: Date.now }, to })),
      );
    case 'reconcile': {
      const dry = word === '--dry-run';
      const wrong = words[dry ? 1 : 0];
      if (wrong !== undefined) return usage(to, `reconcile does not take ${wrong}; leave it out`);
      return configured(to, loadConfig(), (config) =>
        looking(root, config, to, ({ branches }) =>
          reconcileCommand(
            branches.map(({ desk }) => desk),
            dry,
            to,
          ),
        ),
      );
    }
    case 'help':
    case '--help':
    case '-h':
      to.out(USAGE);
      return 0;
    default:
      return usage(to, `no command ${verb}`);
  }
}

async function configured<C>(to: Terminal, loaded: Loaded<C>, run: (config: C) => Promise<number>): Promise<number> {
  return loaded.ok ? run(loaded.config) : refused(to, loaded.problems);
}

async function explained(to: Terminal, run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    return error instanceof Misused ? usage(to, error.message) : failed(to, error);
  }
}

type Look = (opened: Opened, to: Terminal) => Promise<number>;

async function looking(root: Root, config: Config, to: Terminal, look: Look): Promise<number> {
  const opened = await root.open(config);
  try {
    return await look(opened, to);
  } catch (error) {
    return failed(to, error);
  } finally {
    await opened.close();
  }
}

async function doctor({ world, branches }: Opened, config: Config, to: Terminal): Promise<number> {
  const findings = await examine(world, branches, config);
  to.out(report(findings));
  return findings.every(({ ok }) => ok) ? 0 : 1;
}

async function audit({ branches }: Opened, to: Terminal, word: string): Promise<number> {
  const lines = await auditLines(
    branches.map(({ desk }) => desk.ledger),
    word,
  );
  if (lines.length === 0) return notAudited(to, `nothing is known about ${word}; write it as ${AUDITED}`);
  to.out(lines.join('\n'));
  return 0;
}

async function runUntilSignal(root: Root, config: Config, to: Terminal): Promise<number> {
  const bot = await root.start(config).catch((error: unknown) => failed(to, error));
  if (typeof bot === 'number') return bot;
  const told = new Promise<null>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done(null));
  });
  const lost = await Promise.race([told, bot.lost]);
  await bot.stop();
  return lost === null ? 0 : failed(to, new Error(lost));
}

function notAudited(to: Terminal, why: string): number {
  to.err(`hallpass: ${why}`);
  return 1;
}

function failed(to: Terminal, error: unknown): number {
  to.err(`hallpass: it could not be run: ${error instanceof Error ? error.message : String(error)}`);
  return 2;
}

function usage(to: Terminal, why: string): number {
  to.err(`hallpass: ${why}\n${USAGE}`);
  return 2;
}

function refused(to: Terminal, problems: readonly string[]): number {
  to.err(`Hallpass can't start:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  return 2;
}

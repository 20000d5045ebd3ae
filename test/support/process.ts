import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** How a process ended; `ms` counts from the signal that asked for it. */
export type Ended = { code: number | null; signal: NodeJS.Signals | null; ms: number };

/** A bot in a process of its own, which a test may kill. */
export type BotProcess = {
  pid: number;
  port: number;
  /** From the spawn to `hallpass started`; ms. */
  startedIn: number;
  /** When it was spawned, by `performance.now()`. */
  spawnedAt: number;
  /** Its log, parsed, as far as it was written. */
  logged: Record<string, unknown>[];
  alive(): boolean;
  /** kill -9, at once, within this very call. */
  kill(): void;
  /** Sends a signal and waits for the end. */
  end(signal?: NodeJS.Signals): Promise<Ended>;
  ended: Promise<unknown>;
};

/** Node keeps here what it compiled, which halves a start. */
export const COMPILED = join(tmpdir(), 'node-compile-cache');

/** Only an end in peace leaves something compiled: one for each state of the sources. */
async function compile(main: string): Promise<void> {
  const folder = dirname(main);
  const changed = readdirSync(folder, { recursive: true }).map((file) => statSync(join(folder, String(file))).mtimeMs);
  const state = createHash('sha1')
    .update(`${main} ${Math.max(...changed)}`)
    .digest('hex');
  const mark = join(COMPILED, `hallpass-${state}`);
  if (existsSync(mark)) return;
  await runHallpass(['help'], {}, main);
  mkdirSync(COMPILED, { recursive: true });
  writeFileSync(mark, '');
}

function launch(args: string[], env: Record<string, string>, main = MAIN) {
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: COMPILED, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // A test that was given up must not leave its bot behind.
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  return child;
}

/** Runs the command line to its end: what it prints, on either way out, and its exit code. */
export async function runHallpass(args: string[], env: Record<string, string>, main = MAIN) {
  const child = launch(args, env, main);
  const said = { output: '', errors: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.errors += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...said };
}

/** Another version's `main.ts`; who wants to hear of the process before it has started. */
type Launch = { main?: string; spawned?: (process: { kill(): void }) => void };

/** Starts `node src/main.ts` and waits until it says that it has started. */
export async function startBotProcess(
  env: Record<string, string>,
  { main = MAIN, spawned }: Launch = {},
): Promise<BotProcess> {
  await compile(main);
  const spawnedAt = performance.now();
  const child = launch(['start'], { ...env, LOG_LEVEL: 'info' }, main);
  spawned?.({ kill: () => void child.kill('SIGKILL') });
  const ended = once(child, 'exit');
  const logged: Record<string, unknown>[] = [];
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const port = await new Promise<number>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      const entry = JSON.parse(line) as Record<string, unknown>;
      logged.push(entry);
      if (entry.msg === 'hallpass started') resolve(Number(entry.port));
    });
    child.once('exit', (code) => reject(new Error(`the bot ended with ${code} before it started: ${errors}`)));
  });
  const alive = () => child.exitCode === null && child.signalCode === null;
  return {
    pid: child.pid ?? 0,
    port,
    startedIn: performance.now() - spawnedAt,
    spawnedAt,
    logged,
    alive,
    kill: () => void child.kill('SIGKILL'),
    async end(signal = 'SIGTERM') {
      const asked = performance.now();
      if (alive()) {
        child.kill(signal);
        await ended;
      }
      return { code: child.exitCode, signal: child.signalCode, ms: performance.now() - asked };
    },
    ended,
  };
}

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const ADDRESS = /Hallpass demo: (http:\/\/127\.0\.0\.1:\d+)/;

/** `script/demo` as somebody starts it in a terminal. */
export type DemoProcess = {
  address: string;
  /** From the command to the printed address, in milliseconds. */
  startedIn: number;
  /** The command lines of all that was started with it and is still there. */
  running(): string[];
  /** Ctrl-C: the terminal signals everything in the foreground. Answers the exit code. */
  interrupt(): Promise<number | null>;
  /** For the end of a test, however it went. */
  kill(): void;
};

/** Starts the demo in a process group of its own and waits for its address. */
export async function startDemo(within = 60_000): Promise<DemoProcess> {
  const begun = performance.now();
  const { REDIS_URL: _, ...env } = process.env;
  const child = spawn('script/demo', { cwd: ROOT, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const group = child.pid ?? 0;
  const address = await printed(child, within).catch((error: unknown) => {
    signal(group, 'SIGKILL');
    throw error;
  });

  return {
    address,
    startedIn: performance.now() - begun,
    running: () => inGroup(group),
    async interrupt() {
      const exited = child.exitCode === null ? once(child, 'exit') : Promise.resolve();
      signal(group, 'SIGINT');
      await Promise.race([exited, sleep(10_000)]);
      return child.exitCode;
    },
    kill: () => signal(group, 'SIGKILL'),
  };
}

async function printed(child: ChildProcess, within: number): Promise<string> {
  let said = '';
  const ends = AbortSignal.timeout(within);
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`script/demo ${why}:\n${said}`));
    const hear = (words: Buffer) => {
      said += words.toString();
      const found = ADDRESS.exec(said)?.[1];
      if (found) resolve(found);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', (code) => fail(`ended with ${code}`));
    ends.addEventListener('abort', () => fail('printed no address in time'));
  });
}

function signal(group: number, name: NodeJS.Signals): void {
  try {
    process.kill(-group, name);
  } catch {
    // Nobody of the group is left.
  }
}

/** Those of the group that run; who has ended and waits to be collected is gone. */
function inGroup(group: number): string[] {
  const table = execFileSync('ps', ['-eo', 'pgid=,stat=,args='], { encoding: 'utf8' });
  return table
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line))
    .filter((row) => row !== null && Number(row[1]) === group && !row[2]?.startsWith('Z'))
    .map((row) => row?.[3] ?? '');
}

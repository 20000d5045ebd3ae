import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A process of this project that said on which port it listens. */
export type Child = {
  pid: number;
  port: number;
  /** From the spawn to the line with the port; ms. */
  startedIn: number;
  kill(): void;
  /** SIGTERM, and its end. */
  stop(): Promise<void>;
  ended: Promise<unknown>;
};

/** Starts `node FILE` and waits until it logs its port; `heard` is told every line of its log. */
export async function startChild(
  file: string,
  env: Record<string, string>,
  heard: (entry: Record<string, unknown>) => void = () => {},
): Promise<Child> {
  const begin = performance.now();
  const child = spawn(process.execPath, [file], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  const ended = once(child, 'exit');
  const port = await new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const entry = JSON.parse(line) as Record<string, unknown>;
      heard(entry);
      if (typeof entry.port === 'number') resolve(entry.port);
    });
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code} before it started`)));
  });
  return {
    pid: child.pid ?? 0,
    port,
    startedIn: performance.now() - begin,
    kill: end,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
    ended,
  };
}

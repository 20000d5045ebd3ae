import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandReader } from './redis-commands.ts';

/** What happens at the n-th command of a kind from now on: before Redis gets it, or after it was done and before its answer arrives. */
export type Cut = { commands: number; of?: RegExp; when: 'before' | 'after'; act(): void };

/** One bot's way to Redis, wherever Redis is; a fault cuts it between any two commands. */
export type RedisLine = {
  url: string;
  /** At most one waits; what was armed before is forgotten. */
  arm(cut: Cut | null): void;
  /** Breaks what is open, and refuses what comes, until it is mended. */
  sever(): void;
  /** Carries nothing, and says nothing, until it is mended. */
  hold(): void;
  mend(): void;
  /** Breaks what is open; what comes is connected. */
  drop(): void;
  close(): Promise<void>;
};

/** A command that waits has no answer for seconds: then it was done when nothing came for so long; ms. */
const SILENT = 60;

/** The name of a command is within so many bytes. */
const HEAD = 40;

/** Lays the line; `port` is where Redis is just now. */
export async function redisLine(port: () => number): Promise<RedisLine> {
  const open = new Set<Socket>();
  let state: 'open' | 'severed' | 'held' = 'open';
  let armed: Cut | null = null;

  function join(near: Socket): void {
    if (state === 'severed') {
      near.destroy();
      return;
    }
    const far = connect(port(), '127.0.0.1');
    const commands = commandReader();
    for (const socket of [near, far]) {
      open.add(socket);
      if (state === 'held') socket.pause();
      socket
        .setNoDelay()
        .on('error', () => {})
        .on('close', () => {
          open.delete(socket);
          near.destroy();
          far.destroy();
        });
    }
    let mute = false;
    far.on('data', (chunk) => {
      if (!mute) near.write(chunk);
    });
    near.on('data', (chunk: Buffer) => {
      for (const command of commands(chunk)) {
        if (mute) return;
        if (armed && (armed.of?.test(command.toString('latin1', 0, HEAD)) ?? true)) armed.commands -= 1;
        const cut = armed && armed.commands <= 0 ? armed : null;
        if (!cut) {
          far.write(command);
          continue;
        }
        armed = null;
        mute = true;
        const act = () => {
          cut.act();
          near.destroy();
        };
        if (cut.when === 'before') return act();
        far.write(command);
        void Promise.race([once(far, 'data'), sleep(SILENT)]).then(act, act);
      }
    });
  }

  const server = createServer(join).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const drop = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arm(cut) {
      armed = cut;
    },
    sever() {
      state = 'severed';
      drop();
    },
    hold() {
      state = 'held';
      for (const socket of open) socket.pause();
    },
    mend() {
      state = 'open';
      for (const socket of open) socket.resume();
    },
    drop,
    async close() {
      drop();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

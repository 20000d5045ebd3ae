import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import type { CallLog } from '../../demo/graph/server.ts';
import type { ApiCall } from '../../demo/slack/workspace.ts';
import type { Street } from './street.ts';

/** Something that happens outside the bot, at which a test can act before the bot is answered; Redis tells right after. */
export type Moment =
  | { slack: (call: ApiCall) => boolean }
  | { answer: (text: string) => boolean }
  | { meta: (call: CallLog) => boolean }
  | { written: (after: string[], before: string[]) => boolean }
  | { redis: (command: string[]) => boolean };

/** Waits for the moment from now on: `act` is called once, within the same turn, and then `reached` resolves. */
export async function arm(town: Street, moment: Moment, act: () => void): Promise<{ reached: Promise<void> }> {
  if ('redis' in moment) return armRedis(town, moment.redis, act);
  const source = 'slack' in moment || 'answer' in moment ? town.workspace : town.graph;
  const before = count(town, moment);
  const reached = new Promise<void>((resolve) => {
    const end = source.onChange(() => {
      if (count(town, moment) === before) return;
      end();
      act();
      resolve();
    });
  });
  return { reached };
}

function count({ workspace, graph }: Street, moment: Exclude<Moment, { redis: unknown }>): number {
  if ('slack' in moment) return workspace.apiCalls.filter((call) => call.ok && moment.slack(call)).length;
  if ('meta' in moment) return graph.calls.filter(moment.meta).length;
  if ('written' in moment) return graph.ledger.filter(({ after, before }) => moment.written(after, before)).length;
  const told = ['U0ANA', 'U0BEN', 'U0LEA'].flatMap((user) => workspace.ephemerals(user));
  return told.filter(({ text }) => moment.answer(text)).length;
}

async function armRedis({ redis }: Street, matches: (command: string[]) => boolean, act: () => void) {
  const socket = connect(Number(new URL(redis.url).port), '127.0.0.1');
  const lines = createInterface(socket);
  socket.write('MONITOR\r\n');
  await once(lines, 'line');
  const reached = new Promise<void>((resolve) => {
    const listen = (line: string) => {
      if (!matches([...line.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word = '']) => word))) return;
      lines.off('line', listen);
      act();
      socket.destroy();
      resolve();
    };
    lines.on('line', listen);
  });
  return { reached };
}

/** The command by which an event of this kind is committed. */
export const commits =
  (kind: string) =>
  (command: string[]): boolean =>
    command[0]?.toLowerCase() === 'xadd' && command[command.indexOf('kind') + 1] === kind;

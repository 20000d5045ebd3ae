import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Redis } from './connection.ts';

/** One Lua operation, ready to run: its text, its hash, and how many KEYS and ARGV its header names. */
export type Script = { name: string; text: string; sha: string; keys: number; args: number };

const folder = new URL('./lua/', import.meta.url);

/** A file of `lua/` with the parts that it asks for by `-- part: name`, and those that they ask for. */
const whole = (path: string): string =>
  readFileSync(new URL(path, folder), 'utf8').replace(/^-- part: (\w+)$/gm, (_, part: string) =>
    whole(`part/${part}.lua`),
  );

/** Reads `lua/<name>.lua`, ready to run. */
export function loadScript(name: string): Script {
  const text = whole(`${name}.lua`);
  const sha = createHash('sha1').update(text).digest('hex');
  return { name, text, sha, keys: highest(text, 'KEYS'), args: highest(text, 'ARGV') };
}

/** Runs a script by its hash, and sends the text when Redis does not know it (first use, restart, flush). */
export async function run(redis: Redis, script: Script, keys: string[], args: (string | number)[]): Promise<unknown> {
  if (keys.length !== script.keys || args.length !== script.args) {
    throw new RangeError(`${script.name}.lua wants ${script.keys} keys and ${script.args} arguments.`);
  }
  try {
    return await redis.evalsha(script.sha, keys.length, ...keys, ...args);
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
    return await redis.eval(script.text, keys.length, ...keys, ...args);
  }
}

/** The number of entries that the header (comment lines such as `-- KEYS[2] due`) names. */
function highest(text: string, what: 'KEYS' | 'ARGV'): number {
  const named = [...text.matchAll(new RegExp(`^-- ${what}\\[(\\d+)\\] `, 'gm'))].map((match) => Number(match[1]));
  return Math.max(0, ...named);
}

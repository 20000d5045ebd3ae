import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../src/log.ts';
import { testRedis } from '../support/redis.ts';
import { root } from '../support/repository.ts';

const PASSWORD = 'p4ss-of-redis';
const WORDS = 'what somebody typed';

/** A log that writes everything it may, and what it wrote. */
function writing() {
  const lines: string[] = [];
  return { lines, log: createLog('trace', { write: (line: string) => void lines.push(line) }) };
}

describe('an error in the log', () => {
  it('of Redis does not show the command that failed, which holds people’s words', async () => {
    const { lines, log } = writing();
    const { redis } = await testRedis();
    await redis.set('text', 'x');

    const error = await redis.hset('text', 'because', WORDS).catch((thrown: unknown) => thrown);
    log.child({ business: 'eu' }).error({ err: error }, 'job failed, it comes back');

    expect(JSON.stringify(error)).toContain(WORDS);
    expect(lines.join('')).toContain('WRONGTYPE');
    expect(lines.join('')).not.toContain(WORDS);
  });

  it('of Redis does not show the password that was refused', async () => {
    const { lines, log } = writing();
    const { url } = await testRedis();
    const redis = new Redis(url.replace('://', `://somebody:${PASSWORD}@`), {
      lazyConnect: true,
      retryStrategy: () => null,
    });
    const errors: unknown[] = [];
    redis.on('error', (error) => void errors.push(error));

    await redis.connect().catch((error: unknown) => errors.push(error));
    for (const error of errors) log.error({ err: error }, 'command failed');

    expect(JSON.stringify(errors)).toContain(PASSWORD);
    expect(lines.join('')).toMatch(/WRONGPASS/);
    expect(lines.join('')).not.toContain(PASSWORD);
  });

  it('says of what is no error what it is', () => {
    const { lines, log } = writing();

    log.error({ err: 'thrown as text' }, 'command failed');

    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ err: { message: 'thrown as text' } });
  });
});

it('a line of the log can’t be made by what somebody typed', () => {
  const { lines, log } = writing();
  const forged = 'x"}\n{"level":50,"msg":"hallpass started"}\r\n\u2028\u001b[2J';

  log.warn({ user: forged, err: new Error(forged) }, 'answer not sent');

  expect(lines).toHaveLength(1);
  expect(lines[0]?.match(/[\n\r\u001b]/g)).toEqual(['\n']);
});

it('a fall tells what happened, and nothing of what the error holds', async () => {
  const script = `import { createLog, logFall } from './src/log.ts';
    logFall(createLog('info'));
    setImmediate(() => { throw Object.assign(new Error('it fell'), { command: { args: ['${PASSWORD}'] } }); });`;

  const run = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { cwd: root });
  const { code, stdout, stderr } = await run.then(
    () => Promise.reject(new Error('it did not fall')),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );

  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ level: 60, err: { message: 'it fell' }, msg: 'hallpass fell' });
  expect(stdout + stderr).not.toContain(PASSWORD);
});

import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from './support/repository.ts';

const run = promisify(execFile);
/** The tools of the machine that the script may count on. */
const tools = ['bash', 'cmp', 'cp', 'dirname', 'env', 'rm', 'touch'];

let checkout: string;
let bin: string;

/** A command of the machine that notes its arguments in `calls` and then does what the script says. */
async function command(name: string, script = 'exit 0'): Promise<void> {
  await writeFile(join(bin, name), `#!/usr/bin/env bash\necho "${name} $*" >>"${checkout}/calls"\n${script}\n`, {
    mode: 0o755,
  });
}

const calls = async (): Promise<string[]> =>
  (await readFile(join(checkout, 'calls'), 'utf8').catch(() => '')).split('\n').filter(Boolean);

async function bootstrap(options: string[] = [], environment: Record<string, string> = {}): Promise<string> {
  const { stdout } = await run(join(checkout, 'script/bootstrap'), options, { env: { PATH: bin, ...environment } });
  return stdout;
}

/** `npm ci` as the script sees it: packages appear, a Node among them. */
const npmCi = `mkdir -p node_modules/.bin && printf '#!/usr/bin/env bash\\n' >node_modules/.bin/node && chmod +x node_modules/.bin/node`;
const aptGet = (packageName: string): string =>
  `case "$*" in *"install "*" ${packageName}") printf '#!/usr/bin/env bash\\n' >"${bin}/${packageName}"; chmod +x "${bin}/${packageName}";; esac`;

beforeEach(async () => {
  checkout = await mkdtemp(join(tmpdir(), 'hallpass-bootstrap-'));
  bin = join(checkout, 'bin');
  await mkdir(bin);
  await mkdir(join(checkout, 'script'));
  await symlink(join(root, 'script/bootstrap'), join(checkout, 'script/bootstrap'));
  await writeFile(join(checkout, 'package-lock.json'), '{}');
  const which = async (tool: string) => (await run('bash', ['-c', `command -v ${tool}`])).stdout.trim();
  await Promise.all([...tools, 'mkdir', 'chmod'].map(async (tool) => symlink(await which(tool), join(bin, tool))));
  await command('node');
  await command('npm', npmCi);
  await command('id', 'echo 0');
});

afterEach(() => rm(checkout, { recursive: true }));

describe('script/bootstrap', () => {
  it('installs the packages once, and again when the lock file changes', async () => {
    await command('redis-server');
    const installs = async () => (await calls()).filter((call) => call.startsWith('npm ci')).length;

    await bootstrap();
    await bootstrap();
    expect(await installs()).toBe(1);

    await writeFile(join(checkout, 'package-lock.json'), '{"changed":true}');
    await bootstrap();
    expect(await installs()).toBe(2);
  });

  it('installs Redis and a browser where apt-get can, and asks nothing', async () => {
    await command('apt-get', `${aptGet('redis-server')}; ${aptGet('chromium')}`);

    const said = await bootstrap(['--tests']);

    expect(said).toContain('installing redis-server');
    expect(said).toContain('ready');
    const installs = (await calls()).filter((call) => call.startsWith('apt-get'));
    expect(installs).toHaveLength(2);
    expect(installs.every((call) => call.includes(' install -y '))).toBe(true);
  });

  it('updates old package lists once, says what it cannot have, and goes on', async () => {
    await command('apt-get', 'exit 100');

    const said = await bootstrap(['--tests']);
    const tries = (await calls()).filter((call) => call.startsWith('apt-get')).length;
    await bootstrap(['--tests']);

    expect(said).toContain('downloaded and compiled at the first start');
    expect(said).toContain('the browser tests are skipped');
    expect(said).toContain('ready');
    expect((await calls()).filter((call) => call.startsWith('apt-get'))).toHaveLength(tries);
  });

  it('leaves the machine alone when REDIS_URL names a Redis', async () => {
    await command('apt-get');

    const said = await bootstrap([], { REDIS_URL: 'redis://redis.example.com' });

    expect(said).not.toContain('Redis');
    expect((await calls()).filter((call) => call.startsWith('apt-get'))).toEqual([]);
  });

  it('ends with a sentence when there is no Node', async () => {
    await rm(join(bin, 'node'));

    const failed = bootstrap();

    await expect(failed).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('Node.js 20 or newer') });
  });
});

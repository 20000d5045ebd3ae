import { join } from 'node:path';
import { expect, it } from 'vitest';
import { commandLine } from '../../src/cli/command-line.ts';
import { change, written } from '../support/archive.ts';

/** Runs a command that must need neither a configuration nor anything else. */
async function run(...args: string[]) {
  const [output, errors]: [string[], string[]] = [[], []];
  const to = { out: (text: string) => void output.push(text), err: (text: string) => void errors.push(text) };
  const root = { open: () => Promise.reject(new Error('opened')), start: () => Promise.reject(new Error('started')) };
  const code = await commandLine(['audit', ...args], root, to);
  return { code, output: output.join('\n'), errors: errors.join('\n') };
}

it('verify says that all holds, and names a head that holds later too', async () => {
  const { root } = await written(12);

  const well = await run('verify', root);
  const head = well.output.match(/eu:12:[0-9a-f]{64}$/)?.[0] ?? '';

  expect(well).toMatchObject({
    code: 0,
    errors: '',
    output: expect.stringMatching(/^ok {4}eu: 12 lines in 3 files, head /),
  });
  expect(await run('verify', root, '--head', head)).toMatchObject({ code: 0 });
});

it('verify ends with 1 and says what is wrong and where', async () => {
  const { root, folder } = await written(12);
  const file = join(folder, '2026-03-04.jsonl');
  const head = (await run('verify', root)).output.split(' head ')[1] ?? '';
  change(file, ([first = '']) => [first]);

  expect(await run('verify', root)).toMatchObject({ code: 0 });
  expect(await run('verify', root, '--head', head)).toMatchObject({
    code: 1,
    output: `FAIL  eu: ${file} line 1: truncation: the archive ends with seq 11, and seq 12 was witnessed`,
  });
  expect(await run('verify', root, '--head', `us:${'0'.repeat(64)}`)).toMatchObject({
    code: 1,
    output: expect.stringContaining('FAIL  us: there is no archive of it'),
  });
  expect(await run('verify', join(root, '..', 'nowhere'))).toMatchObject({ code: 2, output: '' });
});

it.each([
  [['verify'], 'audit verify of what?'],
  [['verify', '.', '--head', 'abc'], 'abc is no head'],
  [['verify', '.', '--had', 'abc'], "Unknown option '--had'"],
])('%j is explained', async (args, why) => {
  expect(await run(...args)).toMatchObject({
    code: 2,
    output: '',
    errors: expect.stringMatching(`^hallpass: ${why.replace('?', '\\?')}`),
  });
});

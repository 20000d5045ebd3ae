import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { commandLine } from '../../src/cli/command-line.ts';
import { archiveOf, change, found, ownFolder, told, written } from '../support/archive.ts';

/** Runs a command that must need neither a configuration nor anything else. */
async function run(...args: string[]) {
  const [output, errors]: [string[], string[]] = [[], []];
  const to = { out: (text: string) => void output.push(text), err: (text: string) => void errors.push(text) };
  const root = {
    open: () => Promise.reject(new Error('opened')),
    start: () => Promise.reject(new Error('started')),
    far: () => [],
  };
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
  expect(await run('verify', root, '--head', `eu:0:${'0'.repeat(64)}`)).toMatchObject({ code: 0 });
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
  expect(await run('verify', root, '--head', `us:${'1'.repeat(64)}`)).toMatchObject({
    code: 1,
    output: expect.stringContaining('FAIL  us: there is no archive of it'),
  });
  expect(await run('verify', join(root, '..', 'nowhere'))).toMatchObject({ code: 2, output: '' });
});

it('verify finds what a head is of in a copy of another name, and in none of another business', async () => {
  const { root } = await written(12);
  const head = (await run('verify', root)).output.split(' head ')[1] ?? '';
  const copy = join(ownFolder(), 'copy');
  renameSync(join(root, 'eu'), copy);

  expect(await run('verify', copy, '--head', head)).toMatchObject({ code: 0 });
  change(join(copy, '2026-03-04.jsonl'), ([first = '']) => [first]);
  expect(await run('verify', copy, '--head', head)).toMatchObject({ code: 1 });
  expect((await run('verify', copy, '--head', head.replace('eu', 'us'))).output).toContain(
    'FAIL  us: there is no archive',
  );
});

/** Three grants of two people on three days, one of a name that a spreadsheet would take for a formula. */
async function story() {
  const root = await archiveOf([
    told(1, { assetName: '=HYPERLINK("http://a.example")', because: 'ads, "stopped"' }),
    told(2, { requester: 'U0BEN', ticket: 'ABC-7', asset: { kind: 'adaccount', id: '4001' } }, 1),
    told(1, { id: 'EU-1', ticket: '456', tasks: ['ADVERTISE', 'ANALYZE'] }, 2, 'approved'),
  ]);
  return archiveOf([told(1, { id: 'US-1', ticket: 'EU-2' })], 'us', root);
}

const grants = ({ output }: { output: string }) =>
  output === '' ? [] : output.split('\n').map((line) => `${JSON.parse(line).grant} ${JSON.parse(line).kind}`);

it.each<[string[], string[]]>([
  [[], ['EU-1 requested', 'EU-2 requested', 'EU-1 approved', 'US-1 requested']],
  [
    ['--grant', 'eu-1'],
    ['EU-1 requested', 'EU-1 approved'],
  ],
  [['--person', 'U0BEN'], ['EU-2 requested']],
  [['--asset', 'act_4001'], ['EU-2 requested']],
  [['--ticket', '#abc-7'], ['EU-2 requested']],
  [
    ['--from', '2026-03-03'],
    ['EU-2 requested', 'EU-1 approved'],
  ],
  [
    ['--to', '2026-03-02'],
    ['EU-1 requested', 'US-1 requested'],
  ],
  [['--from', '2026-03-03T09:00', '--to', '2026-03-04T09:00', '--person', 'U0BEN'], ['EU-2 requested']],
])('export prints what is wanted: %j', async (options, wanted) => {
  const found = await run('export', '--json', await story(), ...options);

  expect(found).toMatchObject({ code: 0, errors: '' });
  expect(grants(found)).toEqual(wanted);
});

it('export makes a table that a spreadsheet reads as text', async () => {
  const { output, code } = await run('export', '--csv', await story(), '--to', '2026-03-02', '--person', 'U0ANA');

  const [head, first, ...rest] = output.split('\n');
  expect(code).toBe(0);
  expect(head).toBe(
    'at,business,grant,kind,state,actor,holder,asset,asset_name,ticket,level,tasks,because,detail,seq,hash',
  );
  expect(first).toMatch(
    /^2026-03-02T09:00:00.000Z,eu,EU-1,requested,pending,U0ANA,U0ANA,page:123,"'=HYPERLINK\(""http:\/\/a.example""\)",456,analyst,ANALYZE,"ads, ""stopped""",,1,[0-9a-f]{64}$/,
  );
  expect(rest).toHaveLength(1);
});

it.each([
  ['=1+1', "'=1+1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  [' -2', " '-2"],
  ['＝1+1', "'＝1+1"],
  ['ads;=1+1; +2', "ads;'=1+1; '+2"],
  ['a-b = c', 'a-b = c'],
])('export has no formula in %j, however a spreadsheet splits its cells', async (because, cell) => {
  const { output } = await run('export', '--csv', await archiveOf([told(1, { because })]));

  expect(output.split('\n')[1]?.split(',')[12]).toBe(cell);
});

it('tells what was found on an asset and decided about it, like anything else that happened', async () => {
  const root = await archiveOf([told(1), found(2, 'found'), found(3, 'found-standing')]);

  expect((await run('verify', root)).output).toContain('ok    eu: 3 lines');
  const { output } = await run('log', 'page:123', root);
  expect(output.split('\n').map((line) => JSON.parse(line))).toMatchObject([
    { kind: 'requested', grant: 'EU-1' },
    { kind: 'found', asset: { kind: 'page', id: '123' }, assetName: 'Acme Shoes', tasks: ['ANALYZE', 'DRAFT'] },
    { kind: 'found-standing', actor: 'U0LEA', detail: { name: 'Ben Okafor' } },
  ]);
  expect((await run('export', '--csv', root)).output.split('\n').at(-1)).toMatch(
    /,eu,,found-standing,standing,U0LEA,,page:123,Acme Shoes,,,ANALYZE DRAFT,,"asset=page:123; .*name=Ben Okafor; .*",3,/,
  );
  expect((await run('export', '--json', root, '--asset', 'page:124')).output).toBe('');
});

it('log tells the story of one thing, of a grant rather than of a ticket of that name', async () => {
  const root = await story();

  expect(grants(await run('log', 'EU-1', root))).toEqual(['EU-1 requested', 'EU-1 approved']);
  expect(grants(await run('log', 'EU-2', root))).toEqual(['EU-2 requested']);
  expect(grants(await run('log', 'page:123', root))).toEqual(['EU-1 requested', 'EU-1 approved', 'US-1 requested']);
  expect(await run('log', 'page:999', root)).toMatchObject({
    code: 1,
    output: '',
    errors: 'hallpass: nothing is archived about page:999',
  });
});

it('says that it left out what can’t be read', async () => {
  const root = await story();
  change(join(root, 'eu', '2026-03-03.jsonl'), () => ['no JSON']);

  const found = await run('export', '--json', root);

  expect(found.code).toBe(1);
  expect(grants(found)).toEqual(['EU-1 requested', 'EU-1 approved', 'US-1 requested']);
  expect(found.errors).toBe(
    `hallpass: 1 of the lines can't be read, the first is ${join(root, 'eu', '2026-03-03.jsonl')} line 1: see audit verify`,
  );
});

it.each([
  [['verify'], 'audit verify of what?'],
  [['export', '.'], 'audit export needs --csv or --json'],
  [['export', '--csv'], 'audit export of what?'],
  [['export', '--csv', '.', '--from', 'monday'], 'monday is no time'],
  [['export', '--csv', '.', '--person', 'ana'], '--person ana is none'],
  [['log'], 'audit log of what?'],
  [['log', 'EU-1'], 'audit log EU-1 in what?'],
  [['verify', '.', '--head', 'abc'], 'abc is no head'],
  [['verify', '.', '--had', 'abc'], "Unknown option '--had'"],
])('%j is explained', async (args, why) => {
  expect(await run(...args)).toMatchObject({
    code: 2,
    output: '',
    errors: expect.stringMatching(`^hallpass: ${why.replace('?', '\\?')}`),
  });
});

import { describe, expect, it } from 'vitest';
import type { ErrorKind } from '../../src/access/grant.ts';
import { table, toldByText, verdict } from '../../src/graph/errors.ts';

/** Meta's catalogue as it is documented, written down a second time. */
const documented: [ErrorKind, ...(number | `${number}/${number}`)[]][] = [
  ['transient', 1, 2, 3912, 3919, '613/5044001'],
  ['throttled', 4, '4/1504022', 17, '17/2446079', 32, 341, 613, '613/1996', '613/1487742'],
  ['throttled', 80000, 80001, 80002, 80003, 80004, 80005, 80006, 80008, 80009, 80014],
  ['unauthorized', 102, 104, 190, '190/458', '190/459', '190/460', '190/463', '190/464', '190/467'],
  ['forbidden', '190/492', 3, 10, '10/2859030', '10/3858749', 200, '200/2655040', 210, 270, 273, 294],
  ['forbidden', 415, '415/2859009', 457, 3910, 3911, 3913, 3979, 3980, 3998],
  ['not_found', '100/33', 803],
  ['already', 3989],
  ['blocked', 368, '368/1390008'],
  ['invalid', 100, '100/1752100', 370, 506, 2500, 2620, 2635, 3914, 3918, '3918/1690024', 3947, 3973, 3974],
];
const rows = documented.flatMap(([kind, ...codes]) =>
  codes.map((text) => {
    const [code = 0, subcode] = String(text).split('/').map(Number);
    return { kind, text: String(text), code, subcode };
  }),
);

describe('the error table', () => {
  it.each(rows)('sorts $text as $kind', ({ code, subcode, kind }) => {
    const line = verdict({ code, subcode }, 400);

    expect(line.kind).toBe(kind);
  });

  it('has a line for every documented code and no other', () => {
    const inTable = table.map(({ code, subcode }) => (subcode === undefined ? `${code}` : `${code}/${subcode}`));

    expect(inTable.toSorted()).toEqual(rows.map(({ text }) => text).toSorted());
  });

  it('tells people in whole sentences, without a number of Meta', () => {
    for (const { words, code, subcode } of table) {
      expect(words, `${code}/${subcode}`).toMatch(/^[A-Z].{30,}\.$/);
      expect(words).not.toMatch(/\d/);
    }
  });

  it('waits an hour after a block', () => {
    expect(verdict({ code: 368 }, 403).wait).toBe(3_600_000);
  });
});

describe('an error that is not in the table', () => {
  it('falls back to its code when the subcode is new', () => {
    expect(verdict({ code: 190, subcode: 999 }, 401).kind).toBe('unauthorized');
    expect(verdict({ code: 100, subcode: 999 }, 400).kind).toBe('invalid');
  });

  it.each([
    [200, 'forbidden'],
    [237, 'forbidden'],
    [299, 'forbidden'],
    [80007, 'throttled'],
    [80013, 'throttled'],
    [452, 'unauthorized'],
    [99_999, 'invalid'],
  ] as const)('is sorted by its neighbours: %i is %s', (code, kind) => {
    expect(verdict({ code }, 400).kind).toBe(kind);
  });

  it('is transient when the server says that the fault is its own', () => {
    expect(verdict({ code: 99_999 }, 500).kind).toBe('transient');
    expect(verdict({ code: 0 }, 503).kind).toBe('transient');
    expect(verdict({ code: 0 }, 429).kind).toBe('throttled');
  });
});

describe('is_transient', () => {
  it('lifts a final verdict', () => {
    for (const code of [10, 100, 190, 200, 3989])
      expect(verdict({ code, transient: true }, 400).kind).toBe('transient');
  });

  it('does not hurry a limit or a block, which would lengthen it', () => {
    for (const code of [4, 17, 32, 341, 613, 80001, 80007])
      expect(verdict({ code, transient: true }, 403).kind).toBe('throttled');
    expect(verdict({ code: 613, subcode: 1996, transient: true }, 403).kind).toBe('throttled');
    expect(verdict({ code: 0, transient: true }, 429).kind).toBe('throttled');
    expect(verdict({ code: 368, transient: true }, 403)).toMatchObject({ kind: 'blocked', wait: 3_600_000 });
  });

  it('does not turn a passing fault into a final one when it is false', () => {
    expect(verdict({ code: 2, transient: false }, 503).kind).toBe('transient');
  });
});

describe('what only the text tells', () => {
  it('is a refused proof among wrong parameters', () => {
    const text = 'Invalid appsecret_proof provided in the API argument';

    expect(toldByText(100, text)?.kind).toBe('unauthorized');
    expect(toldByText(100, text, true)).toBeUndefined();
    expect(toldByText(100, '(#100) The parameter business is required')).toBeUndefined();
  });

  it('is a call that wants the Page’s own token among dead tokens', () => {
    const text = '(#190) This method must be called with a Page Access Token';

    expect(toldByText(190, text)).toMatchObject({ kind: 'forbidden', remedy: 'page-token' });
    expect(toldByText(190, 'Error validating access token: The session is invalid.')).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { defaults } from '../../src/policy-file/defaults.ts';
import { readPolicy } from '../../src/policy-file/read.ts';

const EU = { id: '100000000000001', token: 'EAAEU', channels: ['C0SUPPORT'] };
const US = { id: '100000000000002', token: 'EAAUS', channels: ['C0USDESK'] };
const SMALLEST = { businesses: { eu: EU }, approvers: ['U0LEAD'] };
const MINUTE = 60_000;

const read = (file: unknown, env: Record<string, string> = {}) =>
  readPolicy(typeof file === 'string' ? file : stringify(file), env);

function businesses(file: unknown, env: Record<string, string> = {}) {
  const policy = read(file, env);
  if (!policy.ok) throw new Error(policy.problems.join('\n'));
  return policy.businesses;
}

function problems(file: unknown, env: Record<string, string> = {}): string[] {
  const policy = read(file, env);
  return policy.ok ? [] : policy.problems;
}

describe('rules', () => {
  it('are the defaults where the smallest file says nothing', () => {
    expect(businesses(SMALLEST)).toEqual([{ key: 'eu', ...EU, rules: { ...defaults, approvers: ['U0LEAD'] } }]);
  });

  it('at the top hold for every business, and in a business for that one', () => {
    const file = {
      businesses: {
        eu: { ...EU, name: 'Northwind EU', approvers: ['S0LEADS'], durations: { max: '4h' }, extensions: 'free' },
        us: US,
      },
      approvers: ['U0LEAD'],
      durations: { default: '30m', max: '2h' },
      remind: '5m',
    };

    const [eu, us] = businesses(file);

    expect(eu).toMatchObject({ name: 'Northwind EU', rules: { approvers: ['S0LEADS'], extensions: 'free' } });
    expect(eu?.rules.durations).toEqual({ default: 30 * MINUTE, min: MINUTE, max: 240 * MINUTE });
    expect(us?.rules.durations).toEqual({ default: 30 * MINUTE, min: MINUTE, max: 120 * MINUTE });
    expect(us?.rules).toMatchObject({ approvers: ['U0LEAD'], extensions: 'approval' });
    expect([eu?.rules.remind, us?.rules.remind]).toEqual([5 * MINUTE, 5 * MINUTE]);
    expect(us).not.toHaveProperty('name');
  });

  it('replace the levels of a kind as a whole and leave the other kinds', () => {
    const [eu] = businesses({ ...SMALLEST, levels: { page: { analyst: ['ANALYZE'], reader: ['ANALYZE'] } } });

    expect(Object.keys(eu?.rules.levels.page ?? {})).toEqual(['analyst', 'reader']);
    expect(eu?.rules.levels.adaccount).toEqual(defaults.levels.adaccount);
  });
});

describe('${NAME}', () => {
  it('stands for the environment in every value, also inside of one and in lists', () => {
    const file = {
      businesses: { eu: { ...EU, name: '${TOWN} desk (${TOWN})', token: '${TOKEN_EU}', channels: ['${CHANNEL}'] } },
      approvers: ['U0LEAD'],
    };

    const [eu] = businesses(file, { TOWN: 'Lyon', TOKEN_EU: 'EAAEU2', CHANNEL: 'C0LYON' });

    expect(eu).toMatchObject({ name: 'Lyon desk (Lyon)', token: 'EAAEU2', channels: ['C0LYON'] });
  });

  it('is not read again in what it stands for', () => {
    const [eu] = businesses({ ...SMALLEST, businesses: { eu: { ...EU, token: '${A}' } } }, { A: '${B}', B: 'x' });

    expect(eu?.token).toBe('${B}');
  });

  it('that is not set is told once, and nothing else about the same place', () => {
    const file = { ...SMALLEST, businesses: { eu: { ...EU, id: '${EU_ID}', token: '${TOKEN_EU}' } } };

    expect(problems(file, { TOKEN_EU: '' })).toEqual([
      'businesses.eu.id: uses ${EU_ID}, which is not set in the environment; set it',
      'businesses.eu.token: uses ${TOKEN_EU}, which is not set in the environment; set it',
    ]);
  });

  it.each(['${xoxb-1-secret}', '${}', '${TOKEN', '${a b}'])(
    'is no name in %s, which is told without repeating it',
    (token) => {
      expect(problems({ ...SMALLEST, businesses: { eu: { ...EU, token } } })).toEqual([
        'businesses.eu.token: write ${NAME}, with the name of an environment variable',
      ]);
    },
  );
});

describe('a wrong value', () => {
  const inEu = (changes: object) => ({ ...SMALLEST, businesses: { eu: { ...EU, ...changes } } });
  const RULES =
    'approvers, auditors, durations, lapse, remind, give_up, extensions, ask_customers, asks_per_day, leave_client_assets, audit_channel, ops_channel, default_level, levels';
  const TIME = 'write a time such as 30s, 15m, 2h, 1d or 1h30m';

  it.each<[string, unknown, string]>([
    ['nothing at all', '', 'the file: write businesses and approvers; copy hallpass.example.yml and change it'],
    ['a list', [1], 'the file: write businesses and approvers; copy hallpass.example.yml and change it'],
    ['no businesses', { approvers: ['U0LEAD'] }, 'businesses: write the businesses, each under a key such as eu'],
    ['an empty list of businesses', { ...SMALLEST, businesses: {} }, 'businesses: name at least one business'],
    [
      'a key in capitals',
      { ...SMALLEST, businesses: { EU } },
      'businesses.EU: write a business key in small letters and digits, such as eu',
    ],
    ['an empty business', 'businesses:\n  eu:\n', 'businesses.eu: write id, token and channels below it'],
    [
      'an id without quotes',
      inEu({ id: 100000000000001 }),
      'businesses.eu.id: write the business id in quotes, digits only',
    ],
    ['an id of letters', inEu({ id: 'northwind' }), 'businesses.eu.id: write the business id in quotes, digits only'],
    ['no id', inEu({ id: undefined }), 'businesses.eu.id: write the business id in quotes, digits only'],
    ['a name that is a number', inEu({ name: 7 }), 'businesses.eu.name: write a name, or take the line out'],
    [
      'no token',
      inEu({ token: undefined }),
      'businesses.eu.token: write the token of the system user, without blanks, best as ${NAME} of the environment',
    ],
    [
      'a token with a line end',
      inEu({ token: 'EAAEU\n' }),
      'businesses.eu.token: write the token of the system user, without blanks, best as ${NAME} of the environment',
    ],
    [
      'no channels',
      inEu({ channels: undefined }),
      'businesses.eu.channels: write a list of channel ids, such as [C0SUPPORT]',
    ],
    ['an empty list of channels', inEu({ channels: [] }), 'businesses.eu.channels: name at least one channel'],
    [
      'a channel by name',
      inEu({ channels: ['#support'] }),
      'businesses.eu.channels[0]: write a Slack channel id such as C0SUPPORT',
    ],
    [
      'an unknown option',
      inEu({ chanels: 1 }),
      `businesses.eu.chanels: there is no such option; only id, name, token, channels, canary, ${RULES} can stand here`,
    ],
    [
      'an unknown option at the top',
      { ...SMALLEST, approver: 'U0LEA' },
      `approver: there is no such option; only businesses, archive, ${RULES} can stand here`,
    ],
    ['approvers as text', { ...SMALLEST, approvers: 'U0LEAD' }, 'approvers: write a list of ids, such as [U0LEAD]'],
    ['an empty list of approvers', { ...SMALLEST, approvers: [] }, 'approvers: name at least one approver'],
    [
      'an approver by name',
      { ...SMALLEST, approvers: ['U0LEAD', '@lea'] },
      'approvers[1]: write a Slack user id (U0LEAD) or user group id (S0LEADS)',
    ],
    ['a group as auditor', { ...SMALLEST, auditors: ['S0SEC'] }, 'auditors[0]: write a Slack user id such as U0LEAD'],
    [
      'auditors as text',
      { ...SMALLEST, auditors: 'U0SEC' },
      'auditors: write a list of user ids, such as [U0SECURITY]',
    ],
    [
      'one duration for all',
      { ...SMALLEST, durations: '1h' },
      'durations: write { default: 1h, min: 1m, max: 8h }, or some of the three',
    ],
    [
      'an unknown duration',
      { ...SMALLEST, durations: { most: '1h' } },
      'durations.most: there is no such option; only default, min, max can stand here',
    ],
    ['a time without a unit', { ...SMALLEST, lapse: 30 }, `lapse: ${TIME}`],
    ['a time of nothing', { ...SMALLEST, remind: '0m' }, `remind: ${TIME}`],
    ['a time with a comma', { ...SMALLEST, give_up: '1,5h' }, `give_up: ${TIME}`],
    ['a time in a business', inEu({ durations: { max: 'long' } }), `businesses.eu.durations.max: ${TIME}`],
    [
      'another kind of extension',
      { ...SMALLEST, extensions: 'never' },
      'extensions: write approval (a lead decides) or free (the holder extends alone)',
    ],
    [
      'a level in capitals',
      { ...SMALLEST, default_level: 'Analyst' },
      'default_level: write a level name in small letters, such as analyst',
    ],
    [
      'levels as a list',
      { ...SMALLEST, levels: ['analyst'] },
      'levels: write page, adaccount or group, each with its levels',
    ],
    [
      'levels of another kind',
      { ...SMALLEST, levels: { pages: {} } },
      'levels.pages: there is no such option; only page, adaccount, group can stand here',
    ],
    [
      'a kind without names',
      { ...SMALLEST, levels: { page: ['ANALYZE'] } },
      'levels.page: write level names, each with its tasks, such as analyst: [ANALYZE]',
    ],
    [
      'a level without tasks',
      { ...SMALLEST, levels: { group: { all: [] } } },
      'levels.group.all: name at least one task',
    ],
    [
      'a level of text',
      { ...SMALLEST, levels: { group: { all: 'ANALYZE' } } },
      'levels.group.all: write a list of tasks, such as [ANALYZE]',
    ],
    [
      'a canary on what is no asset',
      { ...SMALLEST, businesses: { eu: { ...EU, canary: { asset: '123', person: 'test@example.com' } } } },
      'businesses.eu.canary.asset: write a test asset such as page:123',
    ],
    [
      'a task in small letters',
      { ...SMALLEST, levels: { group: { all: ['analyze'] } } },
      "levels.group.all[0]: write Meta's name of a task, such as ANALYZE",
    ],
    [
      'a level by a wrong name',
      { ...SMALLEST, levels: { group: { 'All!': ['ANALYZE'] } } },
      'levels.group.(no name of an option): write a level name in small letters, such as analyst',
    ],
  ])('%s gets a sentence with what to write instead', (_, file, sentence) => {
    expect(problems(file)).toEqual([sentence]);
  });
});

describe('what contradicts itself', () => {
  it.each<[string, object, string]>([
    [
      'nobody approves',
      { businesses: { eu: EU } },
      'approvers: nobody can approve for eu; list user or user group ids',
    ],
    [
      'min above max',
      { ...SMALLEST, durations: { min: '2h', max: '1h' } },
      'eu: durations.min 2h is above durations.max 1h; make it smaller',
    ],
    [
      'a maximum under the default',
      { ...SMALLEST, durations: { max: '30m' } },
      'eu: durations.default is 1h; write a time from 1m to 30m, its min and max',
    ],
    [
      'a default level that is not there',
      { ...SMALLEST, levels: { page: { reader: ['ANALYZE'] } } },
      'eu: default_level analyst is not a level of page; name one of reader, or add it to levels.page',
    ],
    [
      'no level at all',
      { ...SMALLEST, levels: { adaccount: {} } },
      'eu: default_level analyst is not a level of adaccount; add it to levels.adaccount',
    ],
    [
      'a channel of another business for who runs Hallpass',
      { ...SMALLEST, businesses: { eu: EU, us: US }, ops_channel: 'C0USDESK' },
      'eu: ops_channel C0USDESK belongs to us, whose people would read of eu; name a channel of your own',
    ],
    [
      'one channel of two businesses',
      { ...SMALLEST, businesses: { eu: EU, us: { ...US, channels: ['C0USDESK', 'C0SUPPORT'] } } },
      'channel C0SUPPORT belongs to eu and to us; a channel belongs to one business',
    ],
    [
      'one id of two businesses',
      { ...SMALLEST, businesses: { eu: EU, us: { ...US, id: EU.id } } },
      'businesses eu and us have the same id 100000000000001; list it once, with all its channels',
    ],
  ])('%s is told', (_, file, sentence) => {
    expect(problems(file)).toEqual([sentence]);
  });

  it('is told together with wrong values that it does not rest on', () => {
    const file = {
      businesses: { eu: { ...EU, lapse: 'soon' }, us: { ...US, channels: ['C0SUPPORT'] }, asia: { id: 'x' } },
      approvers: ['lea'],
      durations: { max: '30m' },
      unknown: 1,
    };

    const told = problems(file);

    expect(told).toContain('channel C0SUPPORT belongs to eu and to us; a channel belongs to one business');
    expect(told).toContain('us: durations.default is 1h; write a time from 1m to 30m, its min and max');
    expect(told.filter((problem) => problem.includes('nobody can approve'))).toEqual([]);
  });

  it('leaves a channel alone that stands twice in one business', () => {
    expect(problems({ ...SMALLEST, businesses: { eu: { ...EU, channels: ['C0SUPPORT', 'C0SUPPORT'] } } })).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { jsonSchema } from '../../src/policy-file/json-schema.ts';
import { PolicyFile } from '../../src/policy-file/schema.ts';
import { validate } from '../support/json-schema.ts';
import { text, yaml } from '../support/repository.ts';

const schema = JSON.parse(text('hallpass.schema.json'));
const file = (changes: object = {}, eu: object = {}) => ({
  businesses: { eu: { id: '1', token: 'EAA', channels: ['C0SUPPORT'], ...eu } },
  approvers: ['U0LEAD'],
  ...changes,
});

describe('hallpass.schema.json', () => {
  it('is what `npm run schema` writes', () => {
    expect(text('hallpass.schema.json')).toBe(jsonSchema());
  });

  it('explains every option to whoever hovers over it', () => {
    const { businesses, ...rules } = schema.properties;
    const all = { businesses, ...rules, ...businesses.additionalProperties.properties };

    expect(Object.entries<{ description?: string }>(all).filter(([, { description }]) => !description)).toEqual([]);
  });

  it('allows the example, which names it for editors', () => {
    expect(text('hallpass.example.yml')).toMatch(/^# yaml-language-server: \$schema=\.\/hallpass\.schema\.json$/m);
    expect(validate(schema, yaml('hallpass.example.yml'))).toEqual([]);
  });

  it('allows the environment in place of any text', () => {
    expect(validate(schema, file({ lapse: '${LAPSE}' }, { id: '${EU_ID}', channels: ['${CHANNEL}'] }))).toEqual([]);
  });

  it.each([
    file({}, { id: 1 }),
    file({}, { id: 'one' }),
    file({}, { channels: [] }),
    file({}, { chanels: ['C0SUPPORT'] }),
    file({ businesses: {} }),
    file({ businesses: { EU: file().businesses.eu } }),
    file({ businesses: { '${KEY}': file().businesses.eu } }),
    file({ approvers: 'U0LEAD' }),
    file({ lapse: '1,5h' }),
    file({ lapse: 'soon' }),
    file({ extensions: 'never' }),
    file({ levels: { page: { analyst: [] } } }),
    {},
  ])('refuses what the bot refuses: %j', (wrong) => {
    expect(PolicyFile.safeParse(wrong).success).toBe(false);
    expect(validate(schema, wrong)).not.toEqual([]);
  });

  it.each(['30s', '15m', '2h', '1d', '1h30m', '1 h 30 min', '2 hours'])(
    'allows the time %s, as the bot does',
    (lapse) => {
      expect(PolicyFile.safeParse(file({ lapse })).success).toBe(true);
      expect(validate(schema, file({ lapse }))).toEqual([]);
    },
  );
});

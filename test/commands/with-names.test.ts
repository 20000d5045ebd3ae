import { expect, test } from 'vitest';
import { SlackError } from '../../src/access/ports/slack.ts';
import type { Command } from '../../src/commands/grammar/command.ts';
import { withNames } from '../../src/commands/with-names.ts';
import { people } from '../support/people.ts';

const revoke = (because?: string): Command => ({ kind: 'revoke', id: 'EU-1', ...(because ? { because } : {}) });

test.each([
  ['@U0LEA asked for it', '@Lea Brandt asked for it'],
  ['ask <@U0LEA> or <@U0LOU|lou>.', 'ask @Lea Brandt or @Lou Martin.'],
  ['@U0LEA, @U0LEA', '@Lea Brandt, @Lea Brandt'],
  ['@U0NOBODY knows', '@U0NOBODY knows'],
  ['mail a@U0LEA.example, @Unknown and @lea', 'mail a@U0LEA.example, @Unknown and @lea'],
])('%s becomes %s', async (because, shown) => {
  expect(await withNames(people(), revoke(because))).toEqual(revoke(shown));
});

test('a command without a reason stays as it is, and asks Slack nothing', async () => {
  const directory = { ...people(), person: () => Promise.reject(new Error('asked')) };

  expect(await withNames(directory, revoke())).toEqual(revoke());
  expect(await withNames(directory, revoke('ads stopped'))).toEqual(revoke('ads stopped'));
  expect(await withNames(directory, { kind: 'mine' })).toEqual({ kind: 'mine' });
});

test('when Slack does not tell who it is, the reason is kept with the id', async () => {
  const directory = { ...people(), person: () => Promise.reject(new SlackError('ratelimited')) };

  expect(await withNames(directory, revoke('for @U0LEA'))).toEqual(revoke('for @U0LEA'));
});

test('of many people only the first are looked up', async () => {
  const asked: string[] = [];
  const directory = {
    ...people(),
    person: async (id: string) => {
      asked.push(id);
      return null;
    },
  };
  const many = Array.from({ length: 40 }, (_, index) => `@U0${100 + index}`).join(' ');

  expect(await withNames(directory, revoke(many))).toEqual(revoke(many));
  expect(asked).toHaveLength(5);
});

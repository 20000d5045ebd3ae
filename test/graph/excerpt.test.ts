import { expect, it } from 'vitest';
import { excerpt } from '../../src/graph/excerpt.ts';

it("shows a short piece of Meta's words without markup, invisible characters or secrets", () => {
  const said = '<!channel> *Click*\n\u202e\u0000<https://evil.example|here> & send EAAB1234 or s3cret';

  expect(excerpt(said, ['s3cret'])).toBe('‹!channel› Click ‹https://evil.example|here› ＆ send … or …');
  expect(excerpt('x'.repeat(500), [])).toHaveLength(141);
  expect(excerpt(`access_token=abc&appsecret_proof=${'0f'.repeat(32)}`, [])).toBe('…＆…');
});

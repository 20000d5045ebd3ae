import { holdsCredential, isEveryday } from '../access/credential.ts';
import { readLine } from './grammar/slack-text.ts';

/** Whether a password, token or sign-in code stands in what somebody typed, or in an address in it; `raw` is as Slack sends it. */
export function saysCredential(raw: string): boolean {
  if (isEveryday(raw)) return false;
  const { text, marks } = readLine(raw);
  return holdsCredential(text) || marks.some((mark) => mark.kind === 'link' && holdsCredential(mark.url));
}

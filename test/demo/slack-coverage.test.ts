import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { methodTable } from '../../demo/slack/api/table.ts';
import { block } from '../../demo/slack/blocks/layout.ts';

const files = readdirSync(import.meta.dirname).filter((name) => /^slack-.*\.test\.ts$/.test(name));
const sources = files.map((name) => readFileSync(join(import.meta.dirname, name), 'utf8')).join('\n');
const awaited = (name: string) => new RegExp(`await [\\w.(),\\s]*?\\.${RegExp.escape(name)}\\(`);

describe('the tests of the emulated Slack', () => {
  it.each(Object.keys(methodTable))('call %s with the real client', (name) => {
    expect(awaited(name).test(sources)).toBe(true);
  });

  it.each(block.options.map(({ shape }) => shape.type.value))('send a block of type %s', (type) => {
    expect(sources.includes(`type: '${type}'`)).toBe(true);
  });

  it.each(['ratelimited', 'error', 'hang', 'cut-before', 'cut-after', 'http'])('set the fault %s', (kind) => {
    expect(sources.includes(`kind: '${kind}'`)).toBe(true);
  });
});

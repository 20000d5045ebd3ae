import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FAULT_KINDS } from '../../demo/graph/faults.ts';
import { routeName } from '../../demo/graph/route.ts';
import { routes } from '../../demo/graph/routes.ts';
import { defaultSwitches } from '../../demo/graph/switches.ts';

const files = readdirSync(import.meta.dirname).filter((name) => /^graph-.*\.test\.ts$/.test(name));
const sources = files.map((name) => readFileSync(join(import.meta.dirname, name), 'utf8')).join('\n');
const titles = [...sources.matchAll(/\b(?:it|test)\(\s*(['"`])(.*?)\1/g)].map(([, , title = '']) => title);
const named = (name: string) => new RegExp(`${RegExp.escape(name)}(?![\\w/])`);

describe('the tests of the emulated Graph', () => {
  it.each(routes.map(routeName))('have a story about %s', (name) => {
    expect(titles.some((title) => named(name).test(title))).toBe(true);
  });

  it.each(Object.keys(defaultSwitches()))('have a story about the switch %s', (name) => {
    expect(titles.some((title) => title.split(':')[0] === name)).toBe(true);
  });

  it.each(FAULT_KINDS)('have a story about the fault %s', (kind) => {
    expect(titles.some((title) => title.split(':')[0] === kind)).toBe(true);
  });
});

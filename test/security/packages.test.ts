import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { licences } from '../../script/licences.ts';
import { text } from '../support/repository.ts';

const Versions = z.record(z.string(), z.string()).default({});
const { dependencies, devDependencies, overrides, allowScripts } = z
  .object({
    dependencies: Versions,
    devDependencies: Versions,
    overrides: Versions,
    allowScripts: z.record(z.string(), z.boolean()),
  })
  .parse(JSON.parse(text('package.json')));

const Package = z.object({
  version: z.string(),
  integrity: z.string().optional(),
  license: z.string().optional(),
  dev: z.boolean().default(false),
  hasInstallScript: z.boolean().default(false),
});
const lock = z.object({ packages: z.record(z.string(), Package.partial({ version: true })) });
const packages = Object.entries(lock.parse(JSON.parse(text('package-lock.json'))).packages).filter(([path]) => path);

describe('packages', () => {
  it('are wanted in one exact version each', () => {
    const loose = Object.entries({ ...dependencies, ...devDependencies, ...overrides }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
    );

    expect(loose).toEqual([]);
  });

  it('are locked to one content each, by a strong hash', () => {
    const strange = packages.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'));

    expect(packages.length).toBeGreaterThan(100);
    expect(strange.map(([path]) => path)).toEqual([]);
  });

  it('run no script when they are installed, but for the one that brings Node', () => {
    const running = packages.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path);
    const names = running.map((path) => path.split('node_modules/').at(-1) ?? path);
    const unsaid = names.filter((name) => !(name in allowScripts) && name !== 'fsevents');

    expect(unsaid).toEqual([]);
    expect(Object.keys(allowScripts).filter((name) => allowScripts[name])).toEqual(['node']);
  });

  it('in the bot have licences that ask for no more than a notice', () => {
    const free = new Set(['MIT', 'ISC', 'Apache-2.0', 'BSD-3-Clause', '0BSD']);
    const others = packages.filter(([, { dev, license }]) => !dev && !free.has(license ?? ''));

    expect(others.map(([path, { license }]) => `${path}: ${license}`)).toEqual([]);
  });

  it('are listed in docs/licences.md as they are locked (npm run licences)', () => {
    expect(text('docs/licences.md')).toBe(licences(text('package-lock.json')));
  });
});

import { accessSync, constants } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { businessesOf } from '../src/policy-file/businesses.ts';
import { PolicyFile } from '../src/policy-file/schema.ts';
import { validate } from './support/json-schema.ts';
import { filesUnder, has, root, text, yaml } from './support/repository.ts';

const Service = z.object({
  image: z.string().optional(),
  build: z.string().optional(),
  command: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  volumes: z.array(z.string()).default([]),
  env_file: z.string().optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  ulimits: z.record(z.string(), z.number()).default({}),
});
const Compose = z.object({ services: z.record(z.string(), Service), volumes: z.record(z.string(), z.unknown()) });

/** The instructions of the Dockerfile's last stage: what the image is. */
const image = text('Dockerfile')
  .split('\n')
  .filter((line) => line && !line.startsWith('#'))
  .join('\n')
  .split(/^FROM /m)
  .at(-1);

describe('compose.yml', () => {
  const { services, volumes } = Compose.parse(yaml('compose.yml'));
  const { hallpass, redis } = services;

  it('gives the bot a Redis that keeps every write and throws nothing away', () => {
    const options = redis?.command.join(' ');

    expect(options).toContain('--appendonly yes');
    expect(options).toContain('--appendfsync always');
    expect(options).toContain('--maxmemory-policy noeviction');
    expect(redis?.volumes).toEqual(['redis-data:/data']);
    expect(Object.keys(volumes)).toEqual(['redis-data']);
  });

  it('leaves no image of the memory behind when the bot falls', () => {
    expect(hallpass?.ulimits).toEqual({ core: 0 });
    expect(text('Dockerfile')).not.toMatch(/--report|--heapsnapshot|--heap-prof|NODE_OPTIONS/);
  });

  it('starts the bot once Redis answers, with secrets from .env alone', () => {
    expect(redis?.healthcheck?.test).toEqual(['CMD', 'redis-cli', 'ping']);
    expect(hallpass?.depends_on).toEqual({ redis: { condition: 'service_healthy' } });
    expect(hallpass?.env_file).toBe('.env');
    expect(Object.keys(hallpass?.environment ?? {})).toEqual(['REDIS_URL', 'PORT', 'HALLPASS_CONFIG']);
  });
});

describe('Dockerfile', () => {
  it('ends in an image without a shell, as a user without rights', () => {
    expect(image).toMatch(/^gcr\.io\/distroless\/nodejs\$\{NODE\}/);
    expect(image).toMatch(/^USER 65532:65532$/m);
    expect(image).not.toMatch(/^RUN /m);
  });

  it('asks for health and starts the bot in the form that needs no shell', () => {
    const lists = [...(image ?? '').matchAll(/\bCMD (\[.*\])$/gm)].map(([, list = '']) => JSON.parse(list));

    expect(lists).toHaveLength(2);
    expect(lists[0].at(-1)).toContain('/healthz');
    expect(lists[1]).toEqual(['src/main.ts', 'start']);
  });

  it('has a Node that runs the sources: nothing newer than it is used', () => {
    const [, major] = text('Dockerfile').match(/^ARG NODE=(\d+)$/m) ?? [];
    const newer = filesUnder('src').filter((path) => path.endsWith('.ts') && /\bTemporal\./.test(text(path)));

    expect(Number(major)).toBeGreaterThanOrEqual(24);
    expect(newer).toEqual([]);
  });

  it('has every package that the sources load, since it installs no development ones', () => {
    const { dependencies } = z
      .object({ dependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(text('package.json')));
    const loaded = filesUnder('src')
      .filter((path) => path.endsWith('.ts'))
      .flatMap((path) => [...text(path).matchAll(/^(?:import|export) (?!type )[^;]*?from '((?:@[\w-]+\/)?[\w-]+)/gm)])
      .map(([, name = '']) => name)
      .filter((name) => name !== 'node');

    expect(Object.keys(dependencies)).toEqual(expect.arrayContaining([...new Set(loaded)]));
    expect(loaded).toContain('zod');
  });

  it('is built from a short list of files, none of them secret', () => {
    const kept = text('.dockerignore')
      .split('\n')
      .filter((line) => line && !line.startsWith('#'));

    expect(kept[0]).toBe('*');
    expect(kept.slice(1)).toEqual(['!package.json', '!package-lock.json', '!src']);
  });
});

describe('hallpass.example.yml', () => {
  const example = text('hallpass.example.yml');
  /** The example with every option taken in. */
  const full = z.record(z.string(), z.unknown()).parse(yaml('hallpass.example.yml', uncommented));
  const schema = 'hallpass.schema.json';

  it('names every option, for all businesses and for one', () => {
    expect(Object.keys(full).sort()).toEqual(
      [
        ...[
          'approvers',
          'archive',
          'audit_channel',
          'auditors',
          'businesses',
          'default_level',
          'durations',
          'extensions',
          'give_up',
        ],
        ...['ask_customers', 'asks_per_day', 'lapse', 'leave_client_assets', 'levels', 'ops_channel', 'remind'],
      ].sort(),
    );
  });

  it('is taken by the bot, as it stands and with every option', () => {
    const problems = [yaml('hallpass.example.yml'), full].map((file) => PolicyFile.safeParse(file).error?.issues);

    expect(problems).toEqual([undefined, undefined]);
  });

  it('states the defaults that the code has', () => {
    const plain = PolicyFile.parse(yaml('hallpass.example.yml'));
    // There is no channel that everybody has.
    const { ops_channel: _, audit_channel: __, ...rest } = full;
    const spelledOut = PolicyFile.parse({ ...rest, businesses: plain.businesses });

    expect(businessesOf(spelledOut)).toEqual(businessesOf(plain));
  });

  it('holds no secret', () => {
    expect(example).toMatch(/token: \$\{META_TOKEN_EU\}/);
    expect(example).not.toMatch(/EAA[A-Za-z0-9]{10}|xox[bap]-/);
  });

  it.runIf(has(schema))('is what the schema allows, as it stands and with every option', () => {
    const rules = JSON.parse(text(schema));

    expect(validate(rules, yaml('hallpass.example.yml'))).toEqual([]);
    expect(validate(rules, full)).toEqual([]);
  });
});

describe('the scripts', () => {
  it.each(['script/bootstrap', 'script/demo', 'script/test', '.ci/run'])('%s can be run', (path) => {
    expect(() => accessSync(`${root}${path}`, constants.X_OK)).not.toThrow();
    expect(text(path)).toMatch(/^#!\/usr\/bin\/env bash\n/);
  });
});

/** Options are written `#name: default`, and their lists `#  name: …`; remarks begin with one space. */
function uncommented(source: string): string {
  return source.replace(/^( *)#(?=[a-z]| {2})/gm, '$1');
}

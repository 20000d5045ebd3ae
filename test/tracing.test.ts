import { expect, it } from 'vitest';
import { office } from './e2e/office.ts';
import { receiver } from './support/receiver.ts';
import { filesUnder, text } from './support/repository.ts';

type Value = { stringValue?: string; arrayValue?: { values: Value[] } };
type Attribute = { key: string; value: Value };
type Span = { name: string; traceId: string; spanId: string; parentSpanId?: string; attributes: Attribute[] };
type Sent = {
  resourceSpans: { resource: { attributes: Attribute[] }; scopeSpans: { spans: Span[] }[] }[];
};

const told = (attributes: readonly Attribute[], name: string): unknown => {
  const value = attributes.find(({ key }) => key === name)?.value;
  return value?.arrayValue ? value.arrayValue.values.map(({ stringValue }) => stringValue) : value?.stringValue;
};

it('spans of a job reach the collector, from the relay that added it to the worker, with the request that led to it', async () => {
  const collector = await receiver(() => ({ status: 200, text: '{}' }));
  const town = await office({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/` } });
  const { id } = await town.active(town.ana, 'request page 123 for ticket 456');

  await town.bot.stop();

  expect(new Set(collector.all.map(({ method, path }) => `${method} ${path}`))).toEqual(new Set(['POST /v1/traces']));
  const sent = collector.taken.map(({ body }) => JSON.parse(body.toString()) as Sent);
  const all = sent.flatMap(({ resourceSpans }) => resourceSpans);
  const spans = all.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
  const run = spans.find(({ name, attributes }) => {
    return name === 'process converge' && told(attributes, 'hallpass.grants') !== undefined;
  });
  const added = spans.find(({ spanId }) => spanId === run?.parentSpanId);
  const approval = (await town.ledger.timeline(id)).find(({ kind }) => kind === 'approved');

  expect(added).toMatchObject({ traceId: run?.traceId, name: 'addBulk converge' });
  expect(told(run?.attributes ?? [], 'hallpass.grants')).toEqual([id]);
  expect(told(run?.attributes ?? [], 'hallpass.events')).toEqual([approval?.id]);
  expect(told(run?.attributes ?? [], 'hallpass.requests')).toEqual([approval?.origin]);
  expect(told(all[0]?.resource.attributes ?? [], 'service.name')).toBe('hallpass');
  expect(JSON.stringify(sent)).not.toMatch(/EAA|xox|secret/);
});

it('a collector that takes nothing is told of, and nothing else suffers', async () => {
  const away = await receiver(() => ({ status: 400 }));
  const town = await office({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: away.url } });

  await town.active(town.ana, 'request page 123 for ticket 456');
  await town.bot.stop();

  const lines = town.logged.filter((line) => line.includes('spans do not reach the collector'));
  expect(lines).toHaveLength(1);
});

it('without a collector nothing of it is loaded: one file imports its packages, and is itself imported when it is wanted', () => {
  const sources = filesUnder('src').map((path) => ({ path, code: text(path) }));
  const importing = (what: RegExp) => sources.filter(({ code }) => what.test(code)).map(({ path }) => path);

  expect(importing(/from '(@opentelemetry\/|bullmq-otel)/)).toEqual(['src/tracing.ts']);
  expect(importing(/from '\.[^']*\/tracing\.ts'/)).toEqual([]);
  expect(importing(/await import\('\.\/tracing\.ts'\)/)).toEqual(['src/main.ts']);
});

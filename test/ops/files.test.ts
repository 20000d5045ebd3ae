import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { loadConfig } from '../../src/config.ts';
import { createMetrics } from '../../src/web/metrics.ts';
import { text, yaml } from '../support/repository.ts';

const known = async (): Promise<Set<string>> => {
  const told = await createMetrics().registry.metrics();
  const typed = [...told.matchAll(/^# TYPE (\w+) (\w+)$/gm)];
  return new Set(
    typed.flatMap(([, name = '', type]) =>
      type === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => name + end) : [name],
    ),
  );
};
const named = (expressions: readonly string[]): string[] => [
  ...new Set(expressions.flatMap((one) => one.match(/\b(?:hallpass|process|nodejs)_\w+/g) ?? [])),
];

const Rule = z.object({
  alert: z.string(),
  expr: z.string(),
  labels: z.object({ severity: z.enum(['critical', 'warning']) }),
  annotations: z.object({ summary: z.string(), description: z.string() }),
});
const Rules = z.object({ groups: z.array(z.object({ name: z.string(), rules: z.array(Rule) })) });
const Dashboard = z.object({
  panels: z.array(
    z.object({
      id: z.number(),
      title: z.string(),
      gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
      targets: z.array(z.object({ refId: z.string(), expr: z.string() })).min(1),
    }),
  ),
});

describe('ops/', () => {
  const rules = Rules.parse(yaml('ops/alerts.yml')).groups.flatMap((group) => group.rules);
  const { panels } = Dashboard.parse(JSON.parse(text('ops/grafana-dashboard.json')));
  const shown = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
  const alarmed = rules.map(({ expr }) => expr);

  it('names no metric that there is not', async () => {
    const there = await known();

    expect(named([...shown, ...alarmed]).filter((name) => !there.has(name))).toEqual([]);
  });

  it('shows every metric of ours', async () => {
    const all = named([...shown, ...alarmed]).map((name) => name.replace(/_(bucket|sum|count)$/, ''));
    const ours = [...(await known())].filter((name) => name.startsWith('hallpass_') && !/_(sum|count)$/.test(name));

    expect(ours.filter((name) => !all.includes(name.replace(/_bucket$/, '')))).toEqual([]);
  });

  it('has a rule for whatever README wants an alarm on', () => {
    const wanted = named(text('README.md').match(/[Rr]aise an\s+alarm on[\s\S]*?(?:[.:]\s|\n\n|\(\[)/g) ?? []);
    // How late removals are tells that there are some.
    const has = named(
      alarmed.map((expr) => expr.replace('hallpass_removal_oldest_seconds', 'hallpass_removals_overdue')),
    );

    expect(wanted.length).toBeGreaterThan(4);
    expect(wanted.filter((name) => !has.includes(name))).toEqual([]);
  });

  it('tells that Meta is away by whoever calls it, which web instances hardly do', () => {
    expect(alarmed).toContain('max by (business) (hallpass_meta_breaker_open) == 1');
  });

  it('names each alert and panel once, and lays no panel over another', () => {
    const places = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, at) => `${x + (at % w)},${y + Math.floor(at / w)}`),
    );

    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(new Set(places).size).toBe(places.length);
    expect(panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true);
  });
});

const Pod = z.object({
  terminationGracePeriodSeconds: z.number(),
  securityContext: z.object({ runAsNonRoot: z.literal(true) }),
  containers: z.tuple([
    z.object({
      env: z.array(z.object({ name: z.string(), value: z.string() })),
      envFrom: z.tuple([z.object({ secretRef: z.object({ name: z.string() }) })]),
      livenessProbe: z.object({ httpGet: z.object({ path: z.literal('/healthz') }) }),
      readinessProbe: z.object({ httpGet: z.object({ path: z.string() }) }),
      securityContext: z.object({ readOnlyRootFilesystem: z.literal(true) }),
      volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })),
    }),
  ]),
  volumes: z.array(z.object({ name: z.string(), configMap: z.object({ name: z.string() }) })),
});
const Deployment = z.object({
  kind: z.literal('Deployment'),
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    replicas: z.number(),
    selector: z.object({ matchLabels: z.record(z.string(), z.string()) }),
    template: z.object({ metadata: z.object({ labels: z.record(z.string(), z.string()) }), spec: Pod }),
  }),
});

describe('kubernetes/hallpass.yml', () => {
  const documents = parseAllDocuments(text('kubernetes/hallpass.yml'), { strict: true, uniqueKeys: true });
  const objects = documents.map((document) => document.toJS() as { kind: string; [field: string]: unknown });
  const of = (kind: string) => objects.filter((one) => one.kind === kind);
  const deployments = of('Deployment').map((one) => Deployment.parse(one));
  const envOf = (at: number, name: string) =>
    deployments[at]?.spec.template.spec.containers[0].env.find((one) => one.name === name)?.value;

  it('is valid YAML', () => {
    expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
  });

  it('runs web and worker apart, two of each, with time to end', () => {
    expect(deployments.map((_, at) => envOf(at, 'HALLPASS_ROLES'))).toEqual(['web', 'worker']);
    for (const { spec } of deployments) {
      expect(spec.replicas).toBe(2);
      expect(spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThan(10);
      expect(spec.template.metadata.labels).toMatchObject(spec.selector.matchLabels);
    }
  });

  it('keeps Slack from no business for what is ill in another one', () => {
    const [web, worker] = deployments.map(({ spec }) => spec.template.spec.containers[0]);

    expect(web?.readinessProbe.httpGet.path).toBe('/healthz');
    expect(worker?.readinessProbe.httpGet.path).toBe('/readyz');
  });

  it('gives each instance a configuration that starts', () => {
    const { data } = z.object({ data: z.record(z.string(), z.string()) }).parse(of('ConfigMap')[0]);
    const secret = {
      ...{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's', META_APP_ID: '1', META_APP_SECRET: 's' },
      ...{ REDIS_URL: 'redis://redis:6379', META_TOKEN_EU: 'EAAx' },
    };
    for (const { spec } of deployments) {
      const [{ env, volumeMounts }] = spec.template.spec.containers;
      const own = Object.fromEntries(env.map(({ name, value }) => [name, value]));
      const read = (path: string) => data[path.replace(`${volumeMounts[0]?.mountPath}/`, '')] ?? '';

      expect(loadConfig({ ...secret, ...own }, read)).toMatchObject({ ok: true });
    }
  });

  it('lets nothing in from outside but what Slack sends, to the web instances', () => {
    const Ingress = z.object({
      spec: z.object({ rules: z.array(z.object({ http: z.object({ paths: z.array(z.unknown()) }) })) }),
    });
    const paths = of('Ingress').flatMap((one) => Ingress.parse(one).spec.rules.flatMap(({ http }) => http.paths));

    expect(paths).toEqual([expect.objectContaining({ path: '/slack/events', pathType: 'Exact' })]);
    expect(of('Service')).toEqual([
      expect.objectContaining({ spec: expect.objectContaining({ selector: { app: 'hallpass', role: 'web' } }) }),
    ]);
  });
});

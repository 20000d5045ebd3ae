import type { Redis } from 'ioredis';
import { onTestFinished } from 'vitest';
import { seedDemo } from '../../demo/graph/seed.ts';
import { createEmulatedGraph, type EmulatedGraph, type Switches } from '../../demo/graph/server.ts';
import { approve } from '../../src/access/approve.ts';
import type { AssetRef } from '../../src/access/asset.ts';
import type { Desk } from '../../src/access/desk.ts';
import { type AuditEvent, isFound } from '../../src/access/event.ts';
import type { Grant, GrantId, GrantIn, PrincipalId } from '../../src/access/grant.ts';
import type { Rules } from '../../src/access/policy-rules.ts';
import type { LiveToken } from '../../src/access/ports/token.ts';
import type { Wish } from '../../src/access/request.ts';
import { request } from '../../src/access/request.ts';
import { createMeta } from '../../src/graph/meta.ts';
import { defaults } from '../../src/policy-file/defaults.ts';
import { anyEvent, type Entry } from '../../src/store/audit-event.ts';
import { keysOf } from '../../src/store/keys.ts';
import { createOutbox } from '../../src/store/outbox.ts';
import { value, wish } from './desk.ts';
import { type People, people } from './people.ts';
import { type Pump, pump } from './pump.ts';
import { silent } from './silent-log.ts';
import { type TestStore, testStore } from './store.ts';

export const EU = '100000000000001';
export const TOKEN = 'EAADEMOEU';
export const ANA: PrincipalId = '900000000000001';
export const BEN: PrincipalId = '900000000000002';
/** A customer's Page: everything but full control may be given. */
export const ACME: AssetRef = { kind: 'page', id: '123' };
/** The business' own Page, on which Ben already is an analyst. */
export const HELP: AssetRef = { kind: 'page', id: '1001' };
/** A customer's Page in the New Pages Experience. */
export const CAFE: AssetRef = { kind: 'page', id: '1003' };

/** One business with a real ledger and a real Graph client, on an emulated Meta whose clock is moved by hand. */
export type MetaDesk = Desk & {
  people: People;
  meta: ReturnType<typeof createMeta>;
  graph: EmulatedGraph;
  clock: TestStore['clock'];
  pump: Pump;
  /** What happened, in order: Graph calls that concern assignments, and committed states. */
  trace: string[];
  /** Asked by an agent and approved by Lea; nothing is given yet. Without changes Ana asks for Acme Shoes. */
  approved(changes?: Partial<Wish>): Promise<GrantIn<'granting'>>;
  /** As `approved`, and given; must be active afterwards. */
  given(changes?: Partial<Wish>): Promise<GrantIn<'active'>>;
  /** The grant as it is stored now. */
  now(id: GrantId): Promise<Grant>;
  /** The audit events of a grant. */
  history(id: GrantId): Promise<AuditEvent['kind'][]>;
  /** What Meta truly holds. */
  holds(asset?: AssetRef, principal?: PrincipalId): string[];
  /** The write calls so far: `POST ADVERTISE,ANALYZE`, `DELETE`. */
  writes(): string[];
};

type Options = {
  switches?: Partial<Switches>;
  rules?: Partial<Rules>;
  /** For one call, default 5 s: what is refused must be so for what Meta says, not for a busy machine. */
  timeoutMs?: number;
  token?: string | LiveToken;
};

/** A desk of the test's own, on an empty store; closed when the test is finished. */
export async function metaDesk(options: Options = {}): Promise<MetaDesk> {
  const { desk, close } = await openMetaDesk(await testStore(), options);
  onTestFinished(close);
  return desk;
}

/** A desk on a store that is open already, for tests that open many. */
export async function openMetaDesk(
  store: Pick<TestStore, 'redis' | 'business' | 'clock' | 'ledger'>,
  options: Options = {},
): Promise<{ desk: MetaDesk; close(): Promise<void> }> {
  const { clock, redis } = store;
  const graph = createEmulatedGraph({ clock, switches: options.switches ?? {} });
  seedDemo(graph.world);
  const url = await graph.start();
  const { token = 'EAADEMOEU', timeoutMs = 5_000 } = options;
  const doors = { url, token, appId: '5550001', appSecret: 'demo-app-secret', timeoutMs };
  const meta = createMeta({ ...doors, business: { id: EU }, clock, log: silent, listGapMs: 0 });
  const outbox = createOutbox({ redis, business: store.business, consumer: 'test' });
  const close = async () => {
    await outbox.close();
    await graph.stop();
    await meta.close();
  };

  const trace: string[] = [];
  graph.onChange(watch(graph, trace));
  const rules = { ...defaults, approvers: ['U0LEA', 'U0LOU'], ...options.rules };
  const ledger: Desk['ledger'] = {
    ...store.ledger,
    async commit(next, event) {
      const result = await store.ledger.commit(next, event);
      if (result === 'ok') trace.push(`${next.id} ${next.state}`);
      return result;
    },
  };
  const folk = people();
  const desk: Desk & { meta: typeof meta } = {
    business: { ...store.business, channels: ['C0SUPPORT'], rules },
    ledger,
    meta,
    directory: folk,
    clock,
  };

  const now = async (id: GrantId): Promise<Grant> => {
    const grant = await ledger.get(id);
    if (!grant) throw new Error(`${id} is not stored`);
    return grant;
  };
  const run = pump(desk, { outbox, events: grantEvents(redis, keysOf(store.business.id).events), clock });
  async function approved(changes: Partial<Wish> = {}) {
    const { id } = value(await request(desk, wish(changes)));
    return value(await approve(desk, { actor: 'U0LEA', id })) as GrantIn<'granting'>;
  }

  const made: MetaDesk = {
    ...desk,
    people: folk,
    graph,
    clock,
    pump: run,
    trace,
    approved,
    async given(changes) {
      const { id } = await approved(changes);
      await run.once();
      const grant = await now(id);
      if (grant.state !== 'active') throw new Error(`${id} is ${grant.state}`);
      return grant;
    },
    now,
    history: async (id) => (await ledger.timeline(id)).map(({ kind }) => kind),
    holds: (asset = ACME, principal = ANA) => graph.world.holds(nodeId(asset), principal),
    writes: () => graph.calls.filter(({ edge, method }) => edge === 'assigned_users' && method !== 'GET').map(shown),
  };
  return { desk: made, close };
}

/** Counts the events of grants that were ever in the stream. */
function grantEvents(redis: Redis, stream: string): () => Promise<number> {
  let [last, count] = ['-', 0];
  return async () => {
    const news = (await redis.xrange(stream, last, '+')) as Entry[];
    count += news.filter((entry) => !isFound(anyEvent(entry))).length;
    last = news.length > 0 ? `(${news.at(-1)?.[0]}` : last;
    return count;
  };
}

const nodeId = (asset: AssetRef): string => (asset.kind === 'adaccount' ? `act_${asset.id}` : asset.id);

type Call = EmulatedGraph['calls'][number];

function shown({ method, params }: Call): string {
  const tasks = params.tasks;
  return tasks === undefined
    ? method
    : `${method} ${(typeof tasks === 'string' ? JSON.parse(tasks) : tasks).join(',')}`;
}

function watch(graph: EmulatedGraph, trace: string[]): () => void {
  let seen = 0;
  return () => {
    for (const call of graph.calls.slice(seen)) if (call.edge === 'assigned_users') trace.push(call.method);
    seen = graph.calls.length;
  };
}

import { seedDemo } from '../../demo/graph/seed.ts';
import { createEmulatedGraph, type Switches } from '../../demo/graph/server.ts';
import type { AssetRef } from '../../src/access/asset.ts';
import type { LiveToken } from '../../src/access/ports/token.ts';
import { createMeta, type MetaOptions } from '../../src/graph/meta.ts';
import { recordingLog } from './recording-log.ts';

export const EU = { id: '100000000000001', token: 'EAADEMOEU' };
export const US = { id: '100000000000002', token: 'EAADEMOUS' };
export const ANA = '900000000000001';
export const BEN = '900000000000002';
export const APP_SECRET = 'demo-app-secret';
export const page = (id: string): AssetRef => ({ kind: 'page', id });
export const adaccount = (id: string): AssetRef => ({ kind: 'adaccount', id });

type Business = { id: string; token: string | LiveToken };

/** The demo's two businesses on an emulated Graph, a clock that moves by hand, and Meta as each business sees it. */
export async function northwind(switches: Partial<Switches> = {}) {
  const clock = { time: Date.UTC(2026, 8, 1), now: () => clock.time };
  const graph = createEmulatedGraph({ clock, switches });
  seedDemo(graph.world);
  const url = await graph.start();
  const log = recordingLog();
  const open: { close(): Promise<void> }[] = [];

  function metaOf({ id, token }: Business, options: Partial<MetaOptions> = {}) {
    const meta = createMeta({ url, business: { id }, token, clock, log, timeoutMs: 1_000, listGapMs: 0, ...options });
    open.push(meta);
    return meta;
  }

  return {
    graph,
    url,
    clock,
    log,
    eu: metaOf(EU),
    us: metaOf(US),
    metaOf,
    /** The calls that reached Meta since the last look, by themselves or in a batch, as `GET assigned_users`. */
    called(): string[] {
      const calls = graph.calls.splice(0).filter(({ edge }) => edge !== 'batch');
      return calls.map(({ method, edge }) => `${method} ${edge}`);
    },
    async close() {
      await Promise.all(open.map((meta) => meta.close()));
      await graph.stop();
    },
  };
}

export type Northwind = Awaited<ReturnType<typeof northwind>>;

import { z } from 'zod';
import type { PageBusiness, PageClock, PageGraph } from './deps.ts';
import { type MetaLogLine, SLOW_MS } from './meta-state.ts';

const pair = { business: z.string(), id: z.string() };

/** What somebody may change at Meta from the page: by hand in Business Settings, or the weather. */
export const MetaOrder = z.discriminatedUnion('do', [
  z.object({ do: z.literal('share'), ...pair }),
  z.object({ do: z.literal('unshare'), ...pair }),
  z.object({ do: z.literal('assign'), ...pair, user: z.string(), tasks: z.array(z.string()).optional() }),
  z.object({ do: z.literal('unassign'), ...pair, user: z.string() }),
  z.object({ do: z.literal('weather'), slow: z.boolean().optional(), failing: z.boolean().optional() }),
]);
export type MetaOrder = z.infer<typeof MetaOrder>;

/** What a customer shares when the page gives them no choice, and what a hand-made assignment carries. */
const SHARED_TASKS = ['ADVERTISE', 'ANALYZE'];
const HAND_GIVEN = ['ANALYZE'];

type Deps = { graph: PageGraph; clock: PageClock; businesses: readonly PageBusiness[] };

/** Carries out changes that come from outside the bot, so that a visitor can see how it reacts. */
export function createMetaOrders({ graph, clock, businesses }: Deps) {
  let failing = false;
  /** What customers did: Meta's ledger only knows who was assigned. */
  const notes: MetaLogLine[] = [];

  function note(asset: string, what: string): void {
    const name = graph.world.assets().find(({ id }) => id === asset)?.name ?? asset;
    notes.push({
      key: `note-${notes.length}`,
      at: clock.now(),
      by: 'outside',
      what: `${name}: ${what}`,
      failed: false,
    });
  }

  function setWeather(order: { slow?: boolean | undefined; failing?: boolean | undefined }): void {
    if (order.slow !== undefined) graph.switches.latencyMs = order.slow ? SLOW_MS : 0;
    if (order.failing === undefined) return;
    failing = order.failing;
    graph.faults.clear();
    if (failing) graph.faults.random({ rate: 1, kinds: [{ kind: 'error', code: 2, transient: true }] });
  }

  function apply(order: MetaOrder): void {
    if (order.do === 'weather') {
      setWeather(order);
      return;
    }
    const business = businesses.find((one) => one.key === order.business);
    if (!business) throw new Error(`no business “${order.business}”`);
    const asset = order.id;
    if (order.do === 'share') {
      graph.world.share({ asset, business: business.id, tasks: SHARED_TASKS });
      note(asset, 'the customer shares it');
    }
    if (order.do === 'unshare') {
      graph.world.unshare({ asset, business: business.id });
      note(asset, 'the customer takes it back');
    }
    if (order.do === 'assign') graph.world.assign({ asset, user: order.user, tasks: order.tasks ?? HAND_GIVEN });
    if (order.do === 'unassign') graph.world.unassign({ asset, user: order.user });
  }

  return { apply, notes, isFailing: () => failing };
}

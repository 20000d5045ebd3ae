import { type Route, routeName } from './route.ts';
import { agenciesRoutes } from './routes/agencies.ts';
import { assetGroupRoutes } from './routes/asset-groups.ts';
import { assignedAssetsRoutes } from './routes/assigned-assets.ts';
import { assignedUsersRoutes } from './routes/assigned-users.ts';
import { businessAssetsRoutes } from './routes/business-assets.ts';
import { debugTokenRoutes } from './routes/debug-token.ts';
import { exchangeTokenRoutes } from './routes/exchange-token.ts';
import { nodeRoutes } from './routes/nodes.ts';
import { peopleRoutes } from './routes/people.ts';

/** The whole surface, one line per family; a new family is one more line. */
export const routes: readonly Route[] = [
  ...nodeRoutes,
  ...assignedUsersRoutes,
  ...agenciesRoutes,
  ...businessAssetsRoutes,
  ...peopleRoutes,
  ...assignedAssetsRoutes,
  ...assetGroupRoutes,
  ...debugTokenRoutes,
  ...exchangeTokenRoutes,
];

const table: ReadonlyMap<string, Route> = new Map(
  routes.map((route) => [`${route.method} ${route.on} ${route.edge}`, route]),
);
const edges: ReadonlySet<string> = new Set(routes.map((route) => `${route.on} ${route.edge}`));

/** One read of a map, whatever the size of the table. */
export function findRoute(method: string, on: string, edge: string): Route | undefined {
  return table.get(`${method} ${on} ${edge}`);
}

/** Whether the edge exists at all, with another method. */
export function hasEdge(on: string, edge: string): boolean {
  return edges.has(`${on} ${edge}`);
}

if (table.size !== routes.length) throw new Error(`a route is declared twice: ${routes.map(routeName).sort()}`);

import type { IncomingMessage, ServerResponse } from 'node:http';

/** What answers at a path; `under`: and at every path below it, whatever the method. */
export type Route = {
  path: string;
  under?: true;
  handler: (req: IncomingMessage, res: ServerResponse) => void;
};

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Without the query. */
export const pathOf = ({ url = '/' }: IncomingMessage): string => url.split('?', 1)[0] ?? '/';

/** The route of a request; null where there is none. */
export function routeOf(routes: readonly Route[], req: IncomingMessage): Route | null {
  const path = pathOf(req);
  const fits = (route: Route): boolean =>
    route.under
      ? path === route.path || path.startsWith(`${route.path}/`)
      : route.path === path && req.method === 'GET';
  return routes.find(fits) ?? null;
}

/** The same for Bolt's server. */
export const boltRoutes = (routes: readonly Route[]) =>
  routes.map(({ path, under, handler }) => ({
    path: under ? `${path}{/*rest}` : path,
    method: under ? METHODS : 'GET',
    handler,
  }));

import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative } from 'node:path';
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import type {
  AppControllerRoute,
  AppViewRoute,
  BullBoardQueues,
  IServerAdapter,
  UIConfig,
} from '@bull-board/api/dist/types.js';
import type { Shown } from './queues.ts';

type Shows = { status: number; type: string; body: string | Buffer };

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
};
const JSON_TYPE = TYPES['.json'] as string;
const NOT_THERE: Shows = { status: 404, type: JSON_TYPE, body: '{}' };

const CONFIG: UIConfig = {
  boardTitle: 'Hallpass',
  hideDocsLink: true,
  // It would ask Redis for all its clients, each time.
  showWorkers: false,
};

/** bull-board without a web framework, and without a way to change anything: what is no GET is not even known here. */
export async function createBoard(base: string, shown: readonly Shown[]) {
  const board = collected();
  createBullBoard({
    queues: shown.map(
      ({ business, queue }) => new BullMQAdapter(queue, { readOnlyMode: true, prefix: `${business}-`, delimiter: '-' }),
    ),
    serverAdapter: board.adapter,
    options: { uiConfig: CONFIG },
  });
  const { queues, views, statics, uiConfig, entry, routes } = board.told();
  const files = await filesIn(statics);
  const reads = routes.flatMap((route) => (route.method === 'get' ? matching(route.route, route) : []));
  const pages = matching(entry.route, entry);
  const page = pageOf(join(views, 'index.ejs'), entry.handler({ basePath: base, uiConfig }).params);

  return async (path: string, query: Record<string, string>): Promise<Shows> => {
    const file = files.get(path);
    if (file)
      return { status: 200, type: TYPES[extname(path)] ?? 'application/octet-stream', body: await readFile(file) };
    if (find(pages, path)) return { status: 200, type: 'text/html; charset=utf-8', body: page };
    const found = find(reads, path);
    if (!found) return NOT_THERE;
    const { status = 200, body } = await found.of.handler({
      queues,
      uiConfig,
      query,
      params: found.params,
      body: {},
      headers: {},
    });
    return { status, type: JSON_TYPE, body: JSON.stringify(body) };
  };
}

/** What bull-board tells a server. */
function collected() {
  const told: Partial<{
    queues: BullBoardQueues;
    views: string;
    statics: string;
    uiConfig: UIConfig;
    entry: AppViewRoute;
    routes: AppControllerRoute[];
  }> = {};
  const keep = (parts: typeof told): IServerAdapter => {
    Object.assign(told, parts);
    return adapter;
  };
  const adapter: IServerAdapter = {
    setQueues: (queues) => keep({ queues }),
    setViewsPath: (views) => keep({ views }),
    setStaticPath: (_, statics) => keep({ statics }),
    setEntryRoute: (entry) => keep({ entry }),
    setApiRoutes: (routes) => keep({ routes }),
    setUIConfig: (uiConfig) => keep({ uiConfig }),
    setErrorHandler: () => adapter,
  };
  return { adapter, told: () => told as Required<typeof told> };
}

type Pattern<T> = { form: RegExp; of: T };

/** `/queue/:name` as a form with the name in it. */
const matching = <T>(routes: string | string[], of: T): Pattern<T>[] =>
  [routes].flat().map((route) => ({ form: new RegExp(`^${route.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`), of }));

function find<T>(patterns: readonly Pattern<T>[], path: string): { of: T; params: Record<string, string> } | null {
  for (const { form, of } of patterns) {
    const { groups } = form.exec(path) ?? { groups: null };
    if (groups !== null) return { of, params: groups ?? {} };
  }
  return null;
}

/** The files that may be asked for, by their path below the page: no other one can be. */
async function filesIn(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return new Map(paths.map((path) => [`/static/${relative(folder, path)}`, path]));
}

/** The page, without the fonts that it would fetch from elsewhere. */
function pageOf(template: string, values: Record<string, unknown>): string {
  return readFileSync(template, 'utf8')
    .replace(/<link [^>]*https:[^>]*>/g, '')
    .replace(/<%= (\w+) %>/g, (_, name: string) => escaped(String(values[name] ?? '')))
    .replace(/<%- (\w+) %>/g, (_, name: string) => String(values[name] ?? ''));
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

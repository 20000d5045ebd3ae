import { GraphError, unknownPath } from './graph-error.ts';

const NEWEST = 'v26.0';
const SERVED = new Set(['v21.0', 'v22.0', 'v23.0', 'v24.0', 'v25.0', NEWEST]);
const OLDEST_SERVED = 21;

const retired = () =>
  new GraphError(
    2635,
    `(#2635) You are calling a deprecated version of the Ads API. Please update to the latest version: ${NEWEST}.`,
  );

/** Splits the version off a path, and refuses retired ones, unknown ones and, by switch, none at all. */
export function splitVersion(pathname: string, requireVersion: boolean): { version: string; path: string } {
  const slash = pathname.indexOf('/', 1);
  const first = slash < 0 ? pathname.slice(1) : pathname.slice(1, slash);
  if (!/^v\d+(\.|$)/.test(first)) {
    if (requireVersion) throw retired();
    return { version: NEWEST, path: pathname };
  }

  const path = slash < 0 ? '/' : pathname.slice(slash);
  if (SERVED.has(first)) return { version: first, path };
  const major = /^v(\d+)\.\d+$/.exec(first)?.[1];
  throw major !== undefined && Number(major) < OLDEST_SERVED ? retired() : unknownPath(pathname.slice(1));
}

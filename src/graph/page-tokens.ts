import type { Ms } from '../access/grant.ts';
import type { Clock } from '../access/ports/clock.ts';
import type { LiveToken } from '../access/ports/token.ts';
import type { Method } from './contract.ts';

const MOST = 200;
const KEPT: Ms = 3_600_000;

/** A Page's own token, and the methods for which Meta insisted on it. */
type Kept = { token: string; at: Ms; methods: ReadonlySet<Method> };

/** Pages' own tokens of one business. */
export type PageTokens = {
  /** undefined when none was taken within the hour. */
  of(page: string): Kept | undefined;
  keep(page: string, token: string, method: Method): void;
  drop(page: string, token: string): void;
};

/** Kept in memory only, an hour at most, the 200 newest; all are gone when another token takes the place of the business' own, which they live by. */
export function createPageTokens({ clock, own }: { clock: Clock; own: LiveToken }): PageTokens {
  const kept = new Map<string, Kept>();
  let parent = own.current();

  function of(page: string): Kept | undefined {
    if (own.current() !== parent) {
      kept.clear();
      parent = own.current();
    }
    const found = kept.get(page);
    if (found && clock.now() - found.at < KEPT) return found;
    kept.delete(page);
    return undefined;
  }

  return {
    of,
    keep(page, token, method) {
      const before = of(page);
      const at = before?.token === token ? before.at : clock.now();
      kept.delete(page);
      kept.set(page, { token, at, methods: new Set(before?.methods).add(method) });
      const [oldest] = kept.keys();
      if (kept.size > MOST && oldest !== undefined) kept.delete(oldest);
    },
    drop(page, token) {
      if (kept.get(page)?.token === token) kept.delete(page);
    },
  };
}

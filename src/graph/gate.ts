import { createHash } from 'node:crypto';
import type { Ms } from '../access/grant.ts';
import type { Clock } from '../access/ports/clock.ts';
import { MetaError } from '../access/ports/meta.ts';
import type { TokenStanding } from '../access/ports/token.ts';
import type { Call } from './call.ts';
import type { Log } from './client.ts';
import { edges } from './contract.ts';
import * as words from './error-words.ts';
import { GraphRefusal } from './graph-refusal.ts';
import { createWithheld } from './withheld.ts';

/** While Meta refuses the token, it is asked no more often than this whether it takes it again. */
const PROBE: Ms = 30_000;
/** What speaks of tokens names the one that it speaks with, and must go all the more while the business' own is refused. */
const ABOUT_TOKENS: ReadonlySet<string> = new Set(
  Object.values(edges).flatMap((edge) => ('endpoint' in edge && edge.node === 'root' ? (edge.endpoint ?? []) : [])),
);

/** All calls wait alike. */
const ALL = 'all';

type Options = {
  clock: Clock;
  log: Log;
  /** The business' own token as it is now. */
  token: () => string;
  appSecret?: string | undefined;
  /** Asks Meta for something that every working token of this business gets, past this gate. */
  check: () => Promise<void>;
};

/** Tells one token and app secret from others; holds neither. */
const keyOf = (token: string, appSecret = ''): string =>
  createHash('sha256').update(`${token}\0${appSecret}`).digest('base64url').slice(0, 16);

const isUnauthorized = (error: unknown): error is MetaError =>
  error instanceof MetaError && error.kind === 'unauthorized';

/** The token itself is refused, or works and does not see its business. One that lacks a permission may still take access away. */
const isRefused = (error: unknown): error is MetaError =>
  isUnauthorized(error) && (error instanceof GraphRefusal || error.message === words.wrongBusiness);

/**
 * Keeps calls at home while Meta refuses the business' own token. A refusal counts once a second question is refused too, since some edges
 * speak so of one Page only. Then calls fail at once, with the time of the next question; one question in 30 s goes to see, and its
 * success lets everybody go on. Another token is tried at once.
 */
export function createGate({ clock, log, token, appSecret, check }: Options) {
  let held = hold(token());
  let refused: (NonNullable<TokenStanding['refused']> & { key: string }) | null = null;
  const withheld = createWithheld(log);
  let looking: Promise<void> | null = null;

  function hold(now: string) {
    return { token: now, key: keyOf(now, appSecret), since: clock.now() };
  }

  function current(): { key: string; since: Ms } {
    const now = token();
    if (now !== held.token) held = hold(now);
    return held;
  }

  function standing(): TokenStanding {
    const { key, since } = current();
    if (!refused) return { key, since, refused: null };
    const next = refused.key === key ? refused.next : 0;
    return { key, since, refused: { since: refused.since, words: refused.words, next } };
  }

  /** One question at a time; whoever wants to know meanwhile waits for its answer. */
  const look = (): Promise<void> => {
    looking ??= lookOnce().finally(() => {
      looking = null;
    });
    return looking;
  };

  async function lookOnce(): Promise<void> {
    const { key } = current();
    try {
      await check();
      withheld.end(ALL, {}, 'Meta takes the token again, calls go on');
      refused = null;
    } catch (error) {
      const now = clock.now();
      if (isRefused(error)) {
        withheld.begin(ALL, { fbtraceId: error.traceId }, "Meta refuses the business' token, calls wait");
        refused = { since: refused?.since ?? now, words: error.message, next: now + PROBE, key };
      } else if (refused) {
        refused = { ...refused, words: isUnauthorized(error) ? error.message : refused.words, next: now + PROBE, key };
      }
      throw error;
    }
  }

  /** What `look` found stands in `standing`; that it could not find out changes nothing there. */
  const looked = (): Promise<void> => look().catch(() => {});

  function paused(traceId?: string): MetaError | null {
    const { refused: now } = standing();
    if (!now) return null;
    withheld.count(ALL);
    const retryAfter = Math.max(1_000, now.next - clock.now());
    return new MetaError('unauthorized', now.words, { traceId, retryAfter, withheld: true });
  }

  async function guarded<T>(call: Pick<Call<T>, 'path' | 'token'>, work: () => Promise<T>): Promise<T> {
    if (ABOUT_TOKENS.has(call.path)) return work();
    if (refused && clock.now() >= (standing().refused?.next ?? 0)) await looked();
    const before = paused();
    if (before) throw before;
    try {
      return await work();
    } catch (error) {
      // A Page's token may die before the business' own.
      if (!isRefused(error) || call.token !== undefined) throw error;
      if (!refused) await looked();
      throw paused(error.traceId) ?? error;
    }
  }

  /** Asks now, also while calls stay at home. */
  const ask = (): Promise<void> => (refused ? look() : guarded({ path: '' }, check));

  return { guarded, standing, ask };
}

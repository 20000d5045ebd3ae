import type { Ms } from '../access/grant.ts';
import type { Log } from '../access/log.ts';
import type { Clock } from '../access/ports/clock.ts';
import type { Ledger } from '../access/ports/ledger.ts';
import { MetaError } from '../access/ports/meta.ts';
import type { TokenDoor, TokenFacts, TokenKeeper } from '../access/ports/token.ts';
import { LATE, NEARLY_OVER, whyNotAsGood, whyNotRenewed } from '../access/renewal.ts';
import { type Loop, startLoop } from '../loop.ts';
import type { NearEnd } from './tell-token-end.ts';

/** How often to see whether the next look is due, in real time. */
const EVERY: Ms = 1_000;
const LOOK: Ms = 6 * 3_600_000;
/** Another instance is renewing. */
const SOON: Ms = 60_000;
const FIRST_RETRY: Ms = 300_000;
const LEASE: Ms = 60_000;

export type TokenCare = {
  keeper: TokenKeeper;
  door: TokenDoor;
  lease: Ledger['lease'];
  /** Tells whoever runs Hallpass that a token ends and is not renewed; false when that has to be tried again. */
  tell: (end: NearEnd) => Promise<boolean>;
  clock: Clock;
  log: Log;
};

type Looked = { wait: Ms; near?: NearEnd };

/** A renewal that did not come to a token in use, though Meta may have made one. */
class NotRenewed extends Error {}

/**
 * Looks after one business' token. `look` renews it when its end is near, and answers when to look again; a failure is logged and tried again, and
 * keeps nothing else from going on. `endsAt` is what the last look found; undefined before.
 */
export function careForToken({ keeper, door, lease, tell, clock, log }: TokenCare) {
  let failures = 0;
  let endsAt: Ms | null | undefined;

  async function look(): Promise<Ms> {
    const { wait, near } = await lookOnce().catch(failed);
    const told = near ? await tell(near) : true;
    return told ? wait : Math.min(wait, FIRST_RETRY);
  }

  function failed(error: unknown): Looked {
    if (!(error instanceof MetaError || error instanceof NotRenewed)) throw error;
    failures += 1;
    const { retryAfter = 0, traceId: fbtraceId } = error instanceof MetaError ? error : {};
    const wait = Math.max(retryAfter, Math.min(LOOK, FIRST_RETRY * 2 ** Math.min(failures - 1, 10)));
    const fields = { reason: error.message, endsAt, retryAfter: wait, fbtraceId };
    log.warn(fields, 'the token could not be looked after, it is tried again');
    if (!endsAt || endsAt - clock.now() >= LATE) return { wait };
    return { wait, near: { endsAt, why: error.message } };
  }

  async function lookOnce(): Promise<Looked> {
    await keeper.refresh();
    const token = keeper.current();
    const facts = await factsOf(token);
    if (facts === 'dropped') return { wait: 0 };
    const looked = facts ? await lookAt(token, facts) : { wait: LOOK };
    failures = 0;
    return looked;
  }

  async function lookAt(token: string, facts: TokenFacts): Promise<Looked> {
    const { expiresAt } = facts;
    endsAt = expiresAt;
    await keeper.tidy();
    if (expiresAt === null) return { wait: LOOK };
    const left = expiresAt - clock.now() - NEARLY_OVER;
    if (left > 0) return { wait: Math.min(LOOK, left) };
    const why = whyNotRenewed(facts, keeper.origin().keys);
    if (why === null) return { wait: await renewOnce(token, facts) };
    log.warn({ endsAt, why }, 'the token ends soon and is not renewed, an operator should make a new one');
    return { wait: LOOK, near: { endsAt: expiresAt, why } };
  }

  /** A renewed token that Meta no longer takes must not stand in the way of one in hallpass.yml that it does take. */
  async function factsOf(token: string): Promise<TokenFacts | 'dropped' | null> {
    try {
      return await door.look(token);
    } catch (error) {
      const dead = error instanceof MetaError && error.kind === 'unauthorized';
      if (!dead || token === keeper.written || (await door.look(keeper.written)) === null) throw error;
      await keeper.drop();
      log.warn({}, 'Meta no longer takes the renewed token, the one of hallpass.yml is used again');
      return 'dropped';
    }
  }

  async function renewOnce(token: string, facts: TokenFacts): Promise<Ms> {
    const held = await lease('token', LEASE);
    if (!held) return SOON;
    try {
      // Another instance may have done it since.
      await keeper.refresh();
      if (keeper.current() === token) endsAt = await renew(token, facts);
      return SOON;
    } finally {
      await held.release();
    }
  }

  /** The new token is looked into before it takes the old one's place. A crash on the way loses the new one; the old one still works. */
  async function renew(token: string, old: TokenFacts): Promise<Ms | null> {
    const next = await door.renew(token);
    const facts = await door.look(next);
    const why = facts ? whyNotAsGood(old, facts) : 'Meta does not tell what the new token may.';
    if (!facts || why !== null) throw new NotRenewed(`A new token was made and is not used. ${why}`);
    await door.prove(next);
    const kept = await keeper.keep({ token: next, endsAt: facts.expiresAt, renewedAt: clock.now() });
    if (!kept) throw new NotRenewed('Another instance kept another token meanwhile.');
    log.info({ endsAt: facts.expiresAt }, 'token renewed');
    return facts.expiresAt;
  }

  return { look, endsAt: () => endsAt };
}

/** Looks after a business' token for as long as the process lives: at start, when it is due by the clock, and as soon as Meta refuses it. */
export function startTokenCare(care: TokenCare & { refused(): boolean }): Loop & { endsAt(): Ms | null | undefined } {
  const { look, endsAt } = careForToken(care);
  const { clock, log } = care;
  let due = Number.NEGATIVE_INFINITY;
  let refused = false;
  const loop = startLoop('token', log, async () => {
    const before = refused;
    refused = care.refused();
    if (refused && !before) due = clock.now();
    if (clock.now() >= due) due = clock.now() + (await look());
    return EVERY;
  });
  return { ...loop, endsAt };
}

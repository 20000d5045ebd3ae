import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Ms } from '../access/grant.ts';
import type { Log } from '../access/log.ts';
import type { RenewedToken, TokenKeeper, TokenOrigin } from '../access/ports/token.ts';
import type { Redis } from './connection.ts';
import { keysOf } from './keys.ts';
import { loadScript, run } from './scripts.ts';
import type { Vault } from './vault.ts';

const swapScript = loadScript('swap-token');

/** How often to see whether another instance renewed the token; real time. The old one lives on for days then. */
const LOOK: Ms = 30_000;

/** null: the renewed token is not to be used any more. */
const Kept = z.object({ token: z.string().min(1), endsAt: z.number().nullable(), renewedAt: z.number() }).nullable();

type Options = {
  redis: Redis;
  business: { id: string };
  /** The token of hallpass.yml, which holds as long as nothing was renewed from it. */
  written: string;
  vault: Vault;
  log: Pick<Log, 'info' | 'warn'>;
};

/**
 * A renewed token is kept in one field of a hash, which is named after the token of hallpass.yml that it descends from: with another token there,
 * it is not found, and so the file always wins. What this process knows it goes on using when Redis lost it, holds an older one, or one that was
 * sealed with a key that only newer instances have.
 */
export function createTokenKeeper({ redis, business, written, vault, log }: Options): TokenKeeper & { close(): void } {
  const key = keysOf(business.id).tokens;
  const field = createHash('sha256').update(written).digest('base64url');
  const purpose = `token:${field}`;
  let raw: string | null = null;
  let renewed: RenewedToken | null = null;
  let shut: TokenOrigin['shut'] = null;
  /** The key that what stands in Redis is sealed with; null when that is not what is in use. */
  let sealedWith: string | null = null;
  let flight: Promise<void> | undefined;

  function take(next: RenewedToken | null, id: string): void {
    const known = renewed;
    const older = next !== null && endsLater(known, next);
    shut = null;
    sealedWith = older ? null : id;
    if (older) return;
    renewed = next;
    if (next && next.token !== known?.token) log.info({ endsAt: next.endsAt }, 'a renewed token is in use');
  }

  async function pull(): Promise<void> {
    const sealed = await redis.hget(key, field);
    if (sealed === raw) return;
    raw = sealed;
    sealedWith = null;
    if (sealed === null) return;
    const opened = vault.open(purpose, sealed);
    const kept = opened.kind === 'open' ? Kept.safeParse(jsonOf(opened.text)) : undefined;
    if (opened.kind === 'open' && kept?.success) return take(kept.data, opened.id);
    shut = { key: opened.kind === 'no-key' ? opened.id : null };
    log.warn({ key: shut.key }, 'a renewed token is kept that HALLPASS_KEY does not open');
  }

  const refresh = (): Promise<void> => {
    flight ??= pull().finally(() => {
      flight = undefined;
    });
    return flight;
  };

  async function swap(next: string): Promise<boolean> {
    const said = await run(redis, swapScript, [key], [field, raw ?? '', next]);
    await refresh();
    return said === 'ok';
  }

  const keep = (next: RenewedToken | null) => swap(vault.seal(purpose, JSON.stringify(next)));
  const current = () => renewed?.token ?? written;
  const opens = vault.ids.length > 0;
  const timer = opens ? setInterval(() => void refresh().catch(() => {}), LOOK).unref() : undefined;

  return {
    written,
    current,
    refresh,
    keep,
    origin() {
      return {
        keys: vault.ids,
        shut,
        renewed: renewed && { endsAt: renewed.endsAt, renewedAt: renewed.renewedAt, key: sealedWith },
      };
    },
    async refused(token) {
      if (opens && token === current()) await refresh().catch(() => {});
      return token !== current();
    },
    async drop() {
      await keep(null);
    },
    async tidy() {
      // What can't be opened here may have been sealed with a key that newer instances have.
      const anew = raw === null ? renewed !== null : !shut && sealedWith !== vault.ids[0];
      if (anew) await keep(renewed);
      const others = (await redis.hkeys(key)).filter((name) => name !== field);
      if (others.length > 0) await redis.hdel(key, ...others);
    },
    close: () => clearInterval(timer),
  };
}

const endsLater = (one: RenewedToken | null, other: RenewedToken): boolean =>
  one !== null && (one.endsAt ?? Number.POSITIVE_INFINITY) > (other.endsAt ?? Number.POSITIVE_INFINITY);

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What the parser says of it would quote the token.
    return undefined;
  }
}

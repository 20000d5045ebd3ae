import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Ms } from '../access/grant.ts';
import type { Log } from '../access/log.ts';
import type { RenewedToken, TokenKeeper, TokenOrigin } from '../access/ports/token.ts';
import { keysOf } from './keys.ts';
import { loadScript, run } from './scripts.ts';
import type { Vault } from './vault.ts';

const swapScript = loadScript('swap-token');

/** How often to see whether another instance renewed the token; real time. The old one lives on for days then. */
const LOOK: Ms = 30_000;

const Record = z.object({ token: z.string().min(1), endsAt: z.number().nullable(), renewedAt: z.number() });

type Found = { renewed: RenewedToken | null; stale: boolean; shut: TokenOrigin['shut'] };
const NOTHING: Found = { renewed: null, stale: false, shut: null };

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
 * it is not found, and so the file always wins.
 */
export function createTokenKeeper({ redis, business, written, vault, log }: Options): TokenKeeper & { close(): void } {
  const key = keysOf(business.id).tokens;
  const field = createHash('sha256').update(written).digest('base64url');
  const purpose = `token:${field}`;
  let raw: string | null = null;
  let found = NOTHING;
  let flight: Promise<void> | undefined;

  function open(sealed: string): Found {
    const opened = vault.open(purpose, sealed);
    if (opened.kind === 'no-key') return { ...NOTHING, shut: { key: opened.id } };
    const record = opened.kind === 'open' ? Record.safeParse(JSON.parse(opened.text)) : undefined;
    if (opened.kind !== 'open' || !record?.success) return { ...NOTHING, shut: { key: null } };
    return { renewed: record.data, stale: opened.stale, shut: null };
  }

  async function pull(): Promise<void> {
    const sealed = await redis.hget(key, field);
    if (sealed === raw) return;
    const before = found;
    raw = sealed;
    found = sealed === null ? NOTHING : open(sealed);
    if (found.renewed && found.renewed.token !== before.renewed?.token) {
      log.info({ endsAt: found.renewed.endsAt }, 'a renewed token is in use');
    }
    if (found.shut) {
      log.warn({ key: found.shut.key }, 'a renewed token is kept that HALLPASS_KEY does not open, so it is not used');
    }
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

  const keep = (next: RenewedToken) => swap(vault.seal(purpose, JSON.stringify(next)));
  const current = () => found.renewed?.token ?? written;
  const opens = vault.ids.length > 0;
  const timer = opens ? setInterval(() => void refresh().catch(() => {}), LOOK).unref() : undefined;

  return {
    written,
    current,
    refresh,
    keep,
    origin() {
      const { renewed, shut } = found;
      return { keys: vault.ids, shut, renewed: renewed && { endsAt: renewed.endsAt, renewedAt: renewed.renewedAt } };
    },
    async refused(token) {
      if (opens && token === current()) await refresh().catch(() => {});
      return token !== current();
    },
    async drop() {
      await swap('');
    },
    async tidy() {
      if (found.renewed && found.stale) await keep(found.renewed);
      const others = (await redis.hkeys(key)).filter((name) => name !== field);
      if (others.length > 0) await redis.hdel(key, ...others);
    },
    close: () => clearInterval(timer),
  };
}

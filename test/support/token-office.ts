import { createHash } from 'node:crypto';
import { onTestFinished } from 'vitest';
import type { Switches } from '../../demo/graph/switches.ts';
import type { Ledger } from '../../src/access/ports/ledger.ts';
import type { VaultKey } from '../../src/access/vault-key.ts';
import type { NearEnd } from '../../src/jobs/tell-token-end.ts';
import { careForToken } from '../../src/jobs/token-care.ts';
import { keysOf } from '../../src/store/keys.ts';
import { createLedger } from '../../src/store/ledger.ts';
import { createTokenKeeper } from '../../src/store/token-keeper.ts';
import { createVault } from '../../src/store/vault.ts';
import { APP_SECRET, EU, northwind } from '../graph/northwind.ts';
import { testRedis } from './redis.ts';

export const DAY = 86_400_000;
/** Each id has its key, the same in every test. */
export const keyOf = (id: string): VaultKey => ({ id, bytes: createHash('sha256').update(id).digest() });

type Changes = { lease?: Ledger['lease']; keys?: readonly string[]; written?: string; business?: { id: string } };

/**
 * Meta with a system user's token of sixty days, `EAASIXTY`, and as many instances of the bot that look after it as a test wants. The clock is moved
 * by hand.
 */
export async function tokenOffice(switches: Partial<Switches> = {}) {
  const here = await northwind(switches);
  onTestFinished(here.close);
  const { redis, url } = await testRedis();
  const { graph, clock } = here;
  const setToken = (token: string, facts: Partial<Parameters<typeof graph.world.setToken>[0]> = {}) =>
    graph.world.setToken({ token, business: EU.id, expiresAt: clock.time + 60 * DAY, ...facts });
  setToken('EAASIXTY');
  const ledger = createLedger({ redis, business: { key: 'eu', id: EU.id }, clock });

  /** One instance; `look` is what its worker does when a look is due. */
  function instance({ keys = ['k1'], written = 'EAASIXTY', business = EU, lease = ledger.lease }: Changes = {}) {
    const said: { fields: object; sentence: string }[] = [];
    const say = (fields: object, sentence: string) => void said.push({ fields, sentence });
    const log = { debug: say, info: say, warn: say, error: say };
    const vault = createVault(keys.map(keyOf), business.id);
    const keeper = createTokenKeeper({ redis, business, written, vault, log });
    onTestFinished(keeper.close);
    const meta = here.metaOf({ id: EU.id, token: keeper }, { appId: '5550001', appSecret: APP_SECRET, log });
    const told: NearEnd[] = [];
    const tell = async (end: NearEnd) => told.push(end) > 0;
    const care = careForToken({ keeper, door: meta.tokens, lease, tell, clock, log });
    return { told, keeper, meta, care, look: care.look, said, sentences: () => said.map(({ sentence }) => sentence) };
  }

  return {
    ...here,
    redis,
    redisUrl: url,
    ledger,
    setToken,
    instance,
    hash: keysOf(EU.id).tokens,
    move: (by: number) => {
      clock.time += by;
    },
    exchanges: () => graph.calls.filter(({ edge }) => edge === 'oauth/access_token').length,
  };
}

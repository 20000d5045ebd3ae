import { type AssetRef, assetKey } from '../../src/access/asset.ts';
import type { AssetInfo, Meta, MetaError, PersonLookup, Reach, TwoFactorRule } from '../../src/access/ports/meta.ts';

/** Meta reduced to what people's verbs ask of it: assets, and people by e-mail. Nothing can be assigned here. */
export type SmallMeta = Meta & {
  share(info: Partial<AssetInfo> & { asset: AssetRef }): void;
  unshare(asset: AssetRef): void;
  /** What `reach` answers; null: Meta doesn't tell. */
  reaches(reach: Reach | null): void;
  /** Whose login needs a second factor. */
  wantsTwoFactor(rule: TwoFactorRule): void;
  know(email: string, person: PersonLookup): void;
  /** From now on every question fails; null: no longer. */
  fail(error: MetaError | null): void;
};

export const PAGE: AssetRef = { kind: 'page', id: '123' };
export const ACCOUNT: AssetRef = { kind: 'adaccount', id: '123' };

const member = (id: string, name: string): PersonLookup => ({ kind: 'member', id, name });

/** Acme Shoes with its ad account, and the demo's people of the EU business. */
export function smallMeta(): SmallMeta {
  let reach: Reach | null = { admins: [], groups: [] };
  let twoFactor: TwoFactorRule = 'nobody';
  let failure: MetaError | null = null;
  const assets = new Map<string, AssetInfo>();
  const known = new Map<string, PersonLookup>([
    ['ana@northwind.example', member('900000000000001', 'Ana Ruiz')],
    ['ben@northwind.example', member('900000000000002', 'Ben Okafor')],
    ['lea@northwind.example', member('900000000000003', 'Lea Brandt')],
    ['lou@northwind.example', member('900000000000004', 'Lou Martin')],
  ]);
  const answered = async <T>(value: T): Promise<T> => {
    if (failure) throw failure;
    return value;
  };
  const notHere = async (): Promise<never> => {
    throw new Error('People’s verbs change nothing at Meta.');
  };

  const meta: SmallMeta = {
    asset: (asset) => answered(assets.get(assetKey(asset)) ?? null),
    assets: () => answered([...assets.values()]),
    groups: () => answered([...assets.values()].filter(({ asset }) => asset.kind === 'group')),
    person: (email) => answered(known.get(email) ?? { kind: 'absent' }),
    isAddressOf(email, principal) {
      const found = known.get(email);
      return answered(found?.kind === 'member' && found.id === principal);
    },
    held: notHere,
    reach: () => answered(reach),
    assignedIn: () => answered([]),
    groupTasks: () => answered(new Map()),
    twoFactorRule: () => answered(twoFactor),
    holders: notHere,
    assign: notHere,
    unassign: notHere,
    token: async () => null,
    pageShare: () => answered('none'),
    askForPage: notHere,
    leave: notHere,
    check: () => answered(undefined),
    standing: () => ({ key: 'key', since: 0, refused: null }),
    tryToken: () => answered(undefined),
    share(info) {
      const usual = {
        name: 'Acme Shoes',
        ownership: 'client' as const,
        permitted: ['ADVERTISE', 'ANALYZE', 'MODERATE'],
      };
      assets.set(assetKey(info.asset), { ...usual, ...info });
    },
    unshare: (asset) => void assets.delete(assetKey(asset)),
    reaches(next) {
      reach = next;
    },
    wantsTwoFactor(rule) {
      twoFactor = rule;
    },
    know: (email, person) => void known.set(email, person),
    fail(error) {
      failure = error;
    },
  };
  meta.share({ asset: PAGE });
  meta.share({ asset: ACCOUNT, name: 'Acme Shoes Ads', permitted: ['ADVERTISE', 'ANALYZE'] });
  return meta;
}

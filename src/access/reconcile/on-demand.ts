import { type AssetRef, assetKey } from '../asset.ts';
import { asking, type Desk } from '../desk.ts';
import type { SlackUserId } from '../grant.ts';
import { mayLead } from '../policy.ts';
import type { Finding, Standing } from '../ports/watch.ts';
import { done, type Outcome } from '../refusal.ts';
import type { Verdict } from './judge.ts';
import { see } from './see.ts';

/** What a look at one asset shows; `seen` is one look only, so nothing follows from it yet. */
export type Looked = {
  asset: AssetRef;
  seen: Verdict[] | null;
  findings: Finding[];
  standing: [key: string, standing: Standing][];
};

/** Has everything that is known looked at now, before its time; answers how many assets that are. */
export async function lookAgain({ ledger: { watch } }: Desk): Promise<number> {
  const keys = new Set([...(await watch.liveAssets()), ...(await watch.looks()).keys()]);
  await watch.askLooks([...keys]);
  return keys.size;
}

/** A lead wants everything looked at, or one asset and what it shows. */
export async function reconcileAll(desk: Desk, actor: SlackUserId): Promise<Outcome<number>> {
  const lead = await mayLead(desk, actor);
  return lead.ok ? done(await lookAgain(desk)) : lead;
}

export async function reconcileOne(desk: Desk, actor: SlackUserId, asset: AssetRef): Promise<Outcome<Looked>> {
  const lead = await mayLead(desk, actor);
  if (!lead.ok) return lead;
  const { watch } = desk.ledger;
  const prefix = `${assetKey(asset)}:`;
  return asking(async () => {
    const seen = await see(desk, asset, 0);
    await watch.askLooks([assetKey(asset)]);
    return done({
      asset,
      seen: seen.kind === 'shown' ? [...seen.verdicts.values()] : null,
      findings: [...(await watch.findings())].filter(([key]) => key.startsWith(prefix)).map(([, found]) => found),
      standing: await standingOn(desk, asset),
    });
  });
}

/** What leads let stand on an asset. */
export async function standingOn({ ledger }: Desk, asset: AssetRef): Promise<[key: string, standing: Standing][]> {
  return [...(await ledger.watch.standing())].filter(([key]) => key.startsWith(`${assetKey(asset)}:`));
}

import { type AssetRef, assetKey, parseAssetKey } from '../asset.ts';
import { type FoundDetail, type FoundKind, HALLPASS, type NewFoundEvent, type Origin } from '../event.ts';
import type { Ms, PrincipalId, SlackUserId } from '../grant.ts';
import type { Finding } from '../ports/watch.ts';

/** Who did it, and when; without an actor Hallpass itself. */
type Whose = { at: Ms; actor?: SlackUserId; origin?: Origin | undefined };
type Subject = Pick<Finding, 'asset' | 'assetName' | 'principal' | 'name' | 'tasks'>;

/** The event that says what happened to a finding, with all that has to be known of it where there is nothing but the event. */
export function foundEvent(
  kind: FoundKind,
  { at, actor = HALLPASS, origin }: Whose,
  { asset, assetName, principal, name, tasks }: Subject,
  more: Pick<FoundDetail, 'by' | 'became' | 'beside'> = {},
): NewFoundEvent {
  const subject = { asset: assetKey(asset), asset_name: assetName, principal, name, tasks: tasks.join(',') };
  return { kind, at, actor, origin, detail: { ...subject, ...more } };
}

/** Whose access to what a key such as `page:123:<principal>` names; null when it is none. */
export function subjectOf(key: string): { asset: AssetRef; principal: PrincipalId } | null {
  const asset = parseAssetKey(key);
  const principal = key.split(':').slice(2).join(':');
  return asset && principal !== '' ? { asset, principal } : null;
}

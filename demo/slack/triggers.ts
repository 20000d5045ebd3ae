import { boundedMap, newId, now, type State, type Trigger } from './state.ts';

const lifetimeMs = 3000;

/** A new trigger for what a person just did. */
export function issueTrigger(state: State, user: string, viewId?: string): string {
  const id = `${now(state)}.${newId(state, '')}.${user.toLowerCase()}`;
  const trigger = { user, issuedAt: now(state), used: false, ...(viewId === undefined ? {} : { viewId }) };
  boundedMap(state.triggers, id, trigger);
  return id;
}

type Redeemed = { ok: true; trigger: Trigger } | { ok: false; error: string };

/** Uses a trigger up; it works once, and only within three seconds. */
export function redeemTrigger(state: State, id: string): Redeemed {
  const trigger = state.triggers.get(id);
  if (trigger === undefined) return { ok: false, error: 'invalid_trigger_id' };
  if (trigger.used) return { ok: false, error: 'exchanged_trigger_id' };
  if (now(state) - trigger.issuedAt > lifetimeMs) return { ok: false, error: 'expired_trigger_id' };
  trigger.used = true;
  return { ok: true, trigger };
}

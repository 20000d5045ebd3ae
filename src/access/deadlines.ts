import type { Ms } from './grant.ts';
import type { Rules } from './policy-rules.ts';

/** When to remind of an end: `remind` before it, for short grants a fifth of the time left. Epoch ms. */
export const remindAt = (rules: Pick<Rules, 'remind'>, from: Ms, expiresAt: Ms): Ms =>
  expiresAt - Math.min(rules.remind, Math.floor((expiresAt - from) / 5));

/** How long after an end that is not proved yet somebody is told. */
export const FIRST_ALARM: Ms = 60_000;

import { SKEWED } from '../store/durability.ts';

/** One line of the doctor's report. */
export type Finding = { ok: boolean; about: string; say: string };

export const good = (about: string, say: string): Finding => ({ ok: true, about, say });
export const bad = (about: string, say: string): Finding => ({ ok: false, about, say });

/** What an error says. */
export const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The line about this machine's clock and another one; null where nobody knows. */
export function clockFinding(whose: string, skew: number | null, todo = 'set it by NTP'): Finding | null {
  if (skew === null) return null;
  if (skew < SKEWED) return good('clock', `agrees with ${whose}`);
  return bad('clock', `differs from ${whose} by ${Math.round(skew / 1_000)} s; ${todo}`);
}

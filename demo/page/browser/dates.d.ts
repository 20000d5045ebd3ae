/** Epoch milliseconds in, words in the reader's zone out; `zone` (an IANA name) is for tests. */
export function clockTime(at: number, zone?: string): string;
export function clockTimeSeconds(at: number, zone?: string): string;
export function dayKey(at: number, zone?: string): string;
export function dayLabel(at: number, now: number, zone?: string): string;
export function dateToken(template: string, at: number, now: number, fallback: string, zone?: string): string;
export function relative(at: number, now: number): string;

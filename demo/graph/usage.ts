import type { Clock } from './engine.ts';
import { GraphError } from './graph-error.ts';
import type { Switches } from './switches.ts';

/** Which limit a call counts against. */
export type Lane = 'pages' | 'ads_management' | 'platform';
/** The codes that mean: wait. */
export type ThrottleCode = 4 | 17 | 32 | 613 | 80001 | 80004;
type Window = { startedAt: number; calls: number };

const HOUR_MS = 3_600_000;
const LANE_CODE = { pages: 80001, ads_management: 80004, platform: 4 } as const;
const TEXT: Readonly<Record<ThrottleCode, string>> = {
  4: '(#4) Application request limit reached',
  17: '(#17) User request limit reached',
  32: '(#32) Page request limit reached',
  613: '(#613) Calls to this api have exceeded the rate limit.',
  80001:
    '(#80001) There have been too many calls to this Page account. Wait a bit and try again. For more info, please refer to https://developers.facebook.com/docs/graph-api/overview/rate-limiting.',
  80004:
    '(#80004) There have been too many calls to this ad-account. Wait a bit and try again. For more info, please refer to https://developers.facebook.com/docs/graph-api/overview/rate-limiting.',
};
const SUBCODE: Partial<Record<ThrottleCode, number>> = { 80004: 2446079, 613: 1487742 };

/** The counters of one emulated graph. */
export type Usage = ReturnType<typeof createUsage>;

/** The refusal that goes with a throttle code. */
export function throttled(code: ThrottleCode): GraphError {
  const subcode = SUBCODE[code];
  return new GraphError(code, TEXT[code], { transient: false, ...(subcode === undefined ? {} : { subcode }) });
}

/** The usage headers of one lane; regain is minutes in one of them and seconds in the other, as Meta has it. */
export function usageHeaders(
  lane: Lane | ThrottleCode,
  owner: string,
  percent: number,
  regainMs: number,
): Record<string, string> {
  const load = { call_count: percent, total_time: percent, total_cputime: percent };
  if (lane === 'platform' || lane === 4 || lane === 17) return { 'x-app-usage': JSON.stringify(load) };
  if (lane === 613) {
    const seconds = Math.ceil(regainMs / 1000);
    const account = { acc_id_util_pct: percent, reset_time_duration: seconds, ads_api_access_tier: 'standard_access' };
    return { 'x-ad-account-usage': JSON.stringify(account) };
  }
  const ads = lane === 'ads_management' || lane === 80004;
  const entry = {
    type: ads ? 'ads_management' : 'pages',
    ...load,
    estimated_time_to_regain_access: Math.ceil(regainMs / 60_000),
    ...(ads ? { ads_api_access_tier: 'standard_access' } : {}),
  };
  return { 'x-business-use-case-usage': JSON.stringify({ [owner]: [entry] }) };
}

/** Counts calls by owner and lane in windows of an hour, and throttles for real once a budget is set. */
export function createUsage({ clock, switches }: { clock: Clock; switches: Switches }) {
  const windows = new Map<string, Window>();

  function count(lane: Lane, owner: string): { headers: Record<string, string>; error: GraphError | undefined } {
    const now = clock.now();
    const key = `${owner} ${lane}`;
    let window = windows.get(key);
    if (window === undefined || now - window.startedAt >= HOUR_MS) {
      window = { startedAt: now, calls: 0 };
      windows.set(key, window);
    }
    window.calls += 1;

    const budget = switches.hourlyBudget;
    const over = budget > 0 && window.calls > budget;
    const percent = budget > 0 ? Math.min(100, Math.floor((window.calls * 100) / budget)) : 1;
    const regainMs = over ? window.startedAt + HOUR_MS - now : 0;
    return {
      headers: switches.usageHeaders || over ? usageHeaders(lane, owner, percent, regainMs) : {},
      error: over ? throttled(LANE_CODE[lane]) : undefined,
    };
  }

  return { count };
}

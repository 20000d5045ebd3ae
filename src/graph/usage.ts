import { z } from 'zod';
import type { Ms } from '../access/grant.ts';
import type { Answer } from './answer.ts';

/**
 * How much of one allowance is used, as one header tells; `id` and `type` where it names them, `regain` when calls are refused.
 * `resets`: when its window starts anew, which is a wait only for who was refused.
 */
export type Reading = {
  of: 'app' | 'use-case' | 'ad-account';
  type?: string;
  id?: string;
  percent: number;
  regain: Ms;
  resets?: Ms;
};

const percent = z.number().nonnegative().catch(0);
const AppUse = z.object({ call_count: percent, total_time: percent, total_cputime: percent });
const UseCase = AppUse.extend({
  type: z.string().catch(''),
  estimated_time_to_regain_access: z.number().nonnegative().catch(0),
});
const BusinessUse = z.record(z.string(), z.array(UseCase).max(100));
const AdAccountUse = z.object({ acc_id_util_pct: percent, reset_time_duration: z.number().nonnegative().catch(0) });

/** Nothing that Meta says keeps calls away for longer. */
const LONGEST: Ms = 24 * 3_600_000;

function json<T>(schema: z.ZodType<T>, header: unknown): T | undefined {
  try {
    return typeof header === 'string' ? schema.safeParse(JSON.parse(header)).data : undefined;
  } catch {
    return undefined;
  }
}

const most = (use: z.infer<typeof AppUse>): number => Math.max(use.call_count, use.total_time, use.total_cputime);
const within = (ms: Ms): Ms => Math.min(ms, LONGEST);

/** What the usage headers of an answer tell; what can't be read is left out. Minutes in one of them, seconds in the other. */
export function readUsage(headers: Answer['headers']): Reading[] {
  const readings: Reading[] = [];
  const app = json(AppUse, headers['x-app-usage']);
  if (app) readings.push({ of: 'app', percent: most(app), regain: 0 });
  for (const [id, uses] of Object.entries(json(BusinessUse, headers['x-business-use-case-usage']) ?? {})) {
    for (const use of uses) {
      const regain = within(use.estimated_time_to_regain_access * 60_000);
      readings.push({ of: 'use-case', type: use.type, id, percent: most(use), regain });
    }
  }
  const account = json(AdAccountUse, headers['x-ad-account-usage']);
  if (account) {
    const resets = within(account.reset_time_duration * 1_000);
    // The time stands there at any time; it is a wait for everybody only when the window is full.
    const regain = account.acc_id_util_pct >= 100 ? resets : 0;
    readings.push({ of: 'ad-account', percent: account.acc_id_util_pct, regain, resets });
  }
  return readings;
}

/**
 * How long Meta wants a throttled caller to wait, as far as the readings are `about` what was refused: one answer may tell of many
 * allowances. Undefined when it doesn't tell.
 */
export function waitOf(headers: Answer['headers'], about: (reading: Reading) => boolean = () => true): Ms | undefined {
  const readings = readUsage(headers).filter(about);
  const uses = readings.filter(({ of }) => of === 'use-case').map(({ regain }) => regain);
  const wait = Math.max(0, ...uses) || Math.max(0, ...readings.map(({ resets }) => resets ?? 0));
  const seconds = Number(headers['retry-after']);
  return wait > 0 ? wait : seconds > 0 ? within(seconds * 1_000) : undefined;
}

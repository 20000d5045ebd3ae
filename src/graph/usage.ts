import { z } from 'zod';
import type { Ms } from '../access/grant.ts';
import type { Answer } from './answer.ts';

const BusinessUse = z.record(
  z.string(),
  z.array(z.object({ estimated_time_to_regain_access: z.number().nonnegative().catch(0) })),
);
const AdAccountUse = z.object({ reset_time_duration: z.number().nonnegative().catch(0) });

function json<T>(schema: z.ZodType<T>, header: unknown): T | undefined {
  try {
    return typeof header === 'string' ? schema.safeParse(JSON.parse(header)).data : undefined;
  } catch {
    return undefined;
  }
}

/** How long Meta wants a throttled caller to wait: minutes in one header, seconds in the others; undefined when it doesn't tell. */
export function waitOf(headers: Answer['headers']): Ms | undefined {
  const uses = Object.values(json(BusinessUse, headers['x-business-use-case-usage']) ?? {}).flat();
  const minutes = Math.max(0, ...uses.map((use) => use.estimated_time_to_regain_access));
  if (minutes > 0) return minutes * 60_000;
  const seconds =
    json(AdAccountUse, headers['x-ad-account-usage'])?.reset_time_duration || Number(headers['retry-after']);
  return seconds > 0 ? seconds * 1000 : undefined;
}

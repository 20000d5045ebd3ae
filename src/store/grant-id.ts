import type { GrantId } from '../access/grant.ts';

/** The ids of one business: `EU-1042` for the key `eu` and the number 1042; another business' id has no number here. */
export function idsOf(businessKey: string) {
  const key = businessKey.toUpperCase();
  return {
    key,
    of: (number: number | string): GrantId => `${key}-${number}`,
    number(id: GrantId): number | null {
      const digits = id.startsWith(`${key}-`) ? id.slice(key.length + 1) : '';
      return /^[1-9]\d{0,14}$/.test(digits) ? Number(digits) : null;
    },
  };
}
export type Ids = ReturnType<typeof idsOf>;

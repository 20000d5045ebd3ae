import { assetKey } from '../access/asset.ts';
import type { Canary } from '../access/policy-rules.ts';
import type { Meta } from '../access/ports/meta.ts';
import { bad, type Finding, good, words } from './finding.ts';

/** What the doctor finds about a canary: whether its asset and its person are there. */
export async function canaryFindings(
  meta: Pick<Meta, 'asset' | 'person'>,
  about: string,
  { asset, person }: Canary,
): Promise<Finding[]> {
  const name = assetKey(asset);
  try {
    const seen = await meta.asset(asset);
    if (!seen) return [bad(about, `the canary's ${name} is not one of its assets; correct canary in hallpass.yml`)];
    const found = person.includes('@') ? await meta.person(person) : null;
    if (found && found.kind !== 'member')
      return [
        bad(about, `the canary's ${person} is not in the Business Manager; invite them, or correct hallpass.yml`),
      ];
    return [good(about, `the canary's ${name} is there`)];
  } catch (error) {
    return [bad(about, `the canary can't be looked at (${words(error)}); mend the token first`)];
  }
}

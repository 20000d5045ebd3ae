import { describe, expect, it } from 'vitest';
import type { GrantIn } from '../../src/access/grant.ts';
import { headline } from '../../src/views/headline.ts';
import { outageDown, outageUp } from '../../src/views/outage.ts';
import { grants, HOSTILE } from './grants.ts';
import { expectHarmless, expectValid, words } from './slack.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const outage = { since: NOON, key: 'key', words: 'The token has expired.' };

describe('a refused token in words', () => {
  it('says to whoever runs Hallpass what to do, and to the leads what it means for them', () => {
    const operator = words(outageDown(outage, { name: 'Northwind', operator: true, leads: [] }));
    const leads = words(outageDown(outage, { name: 'Northwind', operator: false, leads: ['U0LEA', 'S0LEADS'] }));

    expect(operator).toMatch(
      /refuses the token of Northwind.*<!date.*has expired\..*nothing is lost.*What to do.*doctor/s,
    );
    expect(operator).not.toMatch(/<@|subteam/);
    expect(leads).toMatch(/<@U0LEA> <!subteam\^S0LEADS>.*by hand.*Whoever runs Hallpass is told/s);
    expect([operator, leads].join()).not.toContain('removed');
  });

  it('keeps to what Slack takes, however many leads there are and whatever Meta says', () => {
    const leads = Array.from({ length: 300 }, (_, n) => `U0LEAD${n}`);
    const down = outageDown({ ...outage, words: HOSTILE }, { name: HOSTILE, operator: true, leads });

    expectValid(down);
    expectValid(outageUp(outage, { name: HOSTILE, at: NOON }));
    expectHarmless(outageDown({ ...outage, words: HOSTILE }, { name: HOSTILE, operator: true, leads: [] }));
    expectHarmless(outageUp(outage, { name: HOSTILE, at: NOON }));
  });

  it('is on the card of what waits, and claims nothing', () => {
    const paused = { at: NOON, why: 'token' } as const;
    const { granting, ending } = grants();
    const shown = [granting, ending].map((grant) => headline({ ...(grant as GrantIn<'granting' | 'ending'>), paused }));

    for (const line of shown) expect(line).toMatch(/Meta refused the token of our business <!date.*goes on by itself/);
    expect(shown.join()).not.toMatch(/asks us to wait|removed|undefined|NaN/i);
  });
});

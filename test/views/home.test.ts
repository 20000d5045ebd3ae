import { describe, expect, it } from 'vitest';
import type { Grant } from '../../src/access/grant.ts';
import { homeView } from '../../src/views/home.ts';
import { actions } from '../../src/views/ids.ts';
import { grants, LONGEST, NOON } from './grants.ts';
import { buttonsOf, expectValid, words } from './slack.ts';

const { active, asked, pending, ended } = grants();
const many = (grant: Grant) => Array.from({ length: 40 }, (_, i) => ({ ...grant, id: `EU-${i + 1}` }));

describe('the Home tab', () => {
  it('shows what somebody holds, asked for and had, with buttons for what is active', () => {
    const view = homeView({ mine: [active, pending, ended], waiting: [], lead: false, now: NOON });

    expect(words(view)).toMatch(/Your access now[\s\S]*1 h 31 min left[\s\S]*You asked for[\s\S]*Before/);
    expect(buttonsOf(view)).toEqual([actions.extend, actions.release]);
    expect(words(view)).not.toContain('Waiting for your decision');
    expectValid(view, 'home');
  });

  it('lets a lead decide requests and extensions', () => {
    const view = homeView({ mine: [], waiting: [pending, asked], lead: true, now: NOON });

    expect(buttonsOf(view)).toEqual([
      actions.approve,
      actions.deny,
      actions.change,
      actions.approveExtension,
      actions.denyExtension,
    ]);
    expectValid(view, 'home');
  });

  it('says that an approval asks the customer', () => {
    const view = homeView({ mine: [], waiting: [{ ...pending, ownership: 'none' }], lead: true, now: NOON });

    expect(buttonsOf(view)[0]).toBe(actions.askCustomer);
    expect(JSON.stringify(view)).toContain('reported as spam can lock our Business Manager');
  });

  it('says what to do when there is nothing', () => {
    expect(words(homeView({ mine: [], waiting: [], lead: true, now: NOON }))).toMatch(
      /Ask with `\/access`[\s\S]*Nothing waits/,
    );
  });

  it("keeps to Slack's limits for busy people", () => {
    const long = grants(LONGEST);
    const mine = [...many(long.active), ...many(long.pending), ...many(long.ended)];

    expectValid(homeView({ mine, waiting: many(long.pending), lead: true, now: NOON }), 'home');
  });
});

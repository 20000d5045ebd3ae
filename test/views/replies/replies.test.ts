import { describe, expect, it } from 'vitest';
import type { AuditEvent } from '../../../src/access/event.ts';
import type { Grant } from '../../../src/access/grant.ts';
import { VERBS } from '../../../src/commands/grammar/command.ts';
import { parse } from '../../../src/commands/grammar/parse.ts';
import { accepted } from '../../../src/views/replies/accepted.ts';
import { decided } from '../../../src/views/replies/decided.ts';
import { help } from '../../../src/views/replies/help.ts';
import { link } from '../../../src/views/replies/link.ts';
import { log } from '../../../src/views/replies/log.ts';
import { mine } from '../../../src/views/replies/mine.ts';
import { pending } from '../../../src/views/replies/pending.ts';
import { why } from '../../../src/views/replies/why.ts';
import { grants, HOSTILE, LONGEST, NOON } from '../grants.ts';
import { expectHarmless, expectValid, words } from '../slack.ts';

const all = grants();
const hostile = grants({ assetName: HOSTILE, ticket: HOSTILE, level: HOSTILE, because: HOSTILE });
const many = Object.values(grants(LONGEST)).flatMap((grant): Grant[] => Array.from({ length: 30 }, () => grant));
const event = (changes: Partial<AuditEvent> = {}): AuditEvent => ({
  id: '1-0',
  grant: 'EU-12',
  state: 'pending',
  kind: 'requested',
  at: NOON,
  actor: 'U0BEN',
  ...changes,
});

describe('answers about requests', () => {
  it('say what comes next after asking, and claim nothing', () => {
    const text = words(accepted([all.pending]));

    expect(text).toMatch(/Asked: EU-12[\s\S]*a lead decides[\s\S]*seen at Meta/);
    expect(text).not.toMatch(/granted|you have access/i);
    expect(words(accepted([all.pending, all.pending]))).toContain('2 requests');
  });

  it.each([
    ['approved', all.granting, /you approved.*<@U0BEN>/],
    ['denied', all.denied, /you denied/],
    ['extension-asked', all.asked, /you asked for 30 min more/],
    ['extended', all.active, /it now ends <!date/],
    ['extension-denied', all.active, /as before/],
    ['released', all.ending, /is being taken away.*when that is confirmed/],
    ['revoked', all.ending, /is being taken away/],
    ['released', all.cancelled, /Nothing had been given/],
    ['cancelled', all.ending, /approved meanwhile/],
  ] as const)('say what was done: %s', (deed, grant, expected) => {
    const shown = decided(deed, grant);

    expect(words(shown)).toMatch(expected);
    expect(words(shown)).not.toMatch(/removed|has access/i);
    expectValid(shown);
  });

  it('list what somebody holds with the time left, and what is over apart', () => {
    expect(words(mine([all.active, all.ended], NOON))).toMatch(
      /active until.*1 h 31 min left[\s\S]*Before[\s\S]*removed/,
    );
    expect(words(mine([all.over, all.part], NOON))).toMatch(/Before[\s\S]*· over <[\s\S]*· removed in part </);
    expect(words(mine([], NOON))).toContain('You hold no access');
  });

  it('list what waits for a lead with who asks, for how long', () => {
    expect(words(pending([all.pending], NOON + 600_000))).toMatch(/<@U0BEN>.*for 1 h 30 min \(asked 10 min ago\)/);
    expect(words(pending([], NOON))).toContain('Nothing waits');
    const asked = { ...all.pending, share: { by: 'U0LEA', at: NOON } } as Grant;
    expect(words(pending([asked, all.pending], NOON))).toMatch(
      /Waiting for a lead: 1[\s\S]*waiting for a lead[\s\S]*Waiting for a customer: 1[\s\S]*waiting for the customer/,
    );
    expect(words(pending([asked], NOON))).toMatch(/^.Nothing waits for a lead/);
  });

  it('tell the story of one grant, oldest first, and of many, newest first', () => {
    const events = [
      event(),
      event({ kind: 'approved', actor: 'U0LEA', at: NOON + 60_000, detail: { level: 'analyst', minutes: 30 } }),
    ];

    expect(words(why(all.granting, events, ['Leads decide.']))).toMatch(
      /Leads decide[\s\S]*<@U0BEN> asked[\s\S]*<@U0LEA> approved/,
    );
    expect(words(log('Page 123', [{ event: event({ kind: 'ending' }), grant: all.ending }]))).toMatch(
      /began to take the access away \(the time was up\)/,
    );
    expect(words(log('Page 123', []))).toContain('Nothing is recorded');
  });

  it('tell what was asked for, and what was approved instead', () => {
    const { granting } = grants({ wished: { level: 'editor', duration: 20_000 } });
    const asked = event({ detail: { ticket: '456', level: 'editor', minutes: 1 / 3 } });

    const text = words(why(granting, [asked]));

    expect(text).toContain(
      '<@U0BEN> asked for editor for 20 s, ticket 456.\n<@U0LEA> approved analyst for 1 h 30 min.',
    );
    expect(text).toMatch(/· <@U0BEN> asked for editor for 20 s, ticket 456\./);
  });

  it('bear hostile words and any number of rows', () => {
    const entries = many.map((grant) => ({
      event: event({ kind: 'denied', detail: { because: '&'.repeat(1900) } }),
      grant,
    }));
    const shown = [accepted(many), mine(many, NOON), pending(many, NOON), log(HOSTILE, entries)];

    for (const one of shown) expectValid(one);
    for (const grant of Object.values(hostile)) {
      expectHarmless(accepted([grant]));
      expectHarmless(mine([grant], NOON));
      expectHarmless(pending([grant], NOON));
      expectHarmless(decided('approved', grant));
      expectHarmless(why(grant, [event()]));
      expectHarmless(log(HOSTILE, [{ event: event(), grant }]));
    }
    expectValid(
      why(
        many[0] as Grant,
        entries.map(({ event: one }) => one),
      ),
    );
  });
});

describe('help', () => {
  it('knows every verb, and every example of it is a command', () => {
    const examples = VERBS.flatMap((verb) => {
      const found = [...words(help(verb)).matchAll(/`\/access ([^`]+)`/g)].map(([, line = '']) => line);
      expect(found.length).toBeGreaterThan(0);
      return found;
    });

    const misread = examples.filter((line) => !parse(line.replace('@ana', '<@U0ANA>')).ok);
    expect(misread).toEqual([]);
  });

  it('shows all verbs when asked for none, or for one that there is not', () => {
    expect(words(help())).toContain('/access request page 123 for ticket 456');
    expect(words(help('request'))).toContain('Put the reason in quotes');
    expect(words(help('dance'))).toBe(words(help()));
    expectValid(help());
  });
});

describe('the answer to link', () => {
  const email = 'ana@northwind.example';

  it.each([
    [{ kind: 'member', id: '9', name: HOSTILE }, /You are/],
    [{ kind: 'invited', link: 'https://business.facebook.com/invitation/?token=x' }, /a lead sees the link/],
    [{ kind: 'member', id: '9', name: 'Ana', admin: true }, /As an admin of the business you hold all/],
    [{ kind: 'invited', link: 'javascript:alert(1)' }, /Open the e-mail/],
    [{ kind: 'ambiguous', count: 2 }, /2 people/],
    [
      { kind: 'invited', until: 0, over: true, link: 'https://x.example' },
      /that invitation is over: .*invite the address again/,
    ],
    [{ kind: 'unconfirmed' }, /has not confirmed it/],
    [{ kind: 'absent' }, /Nobody with the address/],
    [{ kind: 'absent', hidden: 2 }, /hides the addresses of 2 of its people/],
  ] as const)('for %j says who the asker is', (lookup, expected) => {
    const shown = link(lookup, email);

    expect(words(shown)).toMatch(expected);
    expect(words(shown)).not.toContain('token=');
    expectHarmless(shown);
    expectValid(shown);
  });

  it('gives the link of an invitation to a lead, when it is one', () => {
    const told = (address: string) =>
      words(link({ kind: 'invited', link: address }, email, { of: 'U0ANA', lead: true }));

    expect(told('https://business.facebook.com/invitation/?token=x')).toMatch(
      /<https:\/\/business.*\|The invitation> is for <@U0ANA>/,
    );
    expect(told('javascript:alert(1)')).not.toContain('javascript');
  });
});

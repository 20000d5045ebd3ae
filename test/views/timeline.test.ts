import { describe, expect, it } from 'vitest';
import type { AuditEvent, EventKind } from '../../src/access/event.ts';
import { timelineLine } from '../../src/views/timeline.ts';
import { grants, HOSTILE, NOON } from './grants.ts';
import { expectHarmless } from './slack.ts';

const event = (kind: EventKind, detail: Record<string, string | number> = {}, actor = 'U0LEA'): AuditEvent => ({
  id: '1-0',
  grant: 'EU-12',
  state: 'active',
  kind,
  at: NOON,
  actor,
  detail,
});

describe('the timeline in the thread', () => {
  it.each([
    [
      event('approved', { level: 'analyst', minutes: 30 }),
      grants().granting,
      /<@U0LEA> approved it as analyst for 30 min/,
    ],
    [event('denied', { because: 'wrong customer.' }), grants().denied, /<@U0LEA> denied it: wrong customer\.$/],
    [event('denied'), grants().denied, /<@U0LEA> denied it\.$/],
    [event('cancelled', {}, 'U0BEN'), grants().cancelled, /<@U0BEN> took the request back/],
    [event('lapsed', {}, 'hallpass'), grants().lapsed, /lapsed/],
    [event('activated', { until: NOON }, 'hallpass'), grants().active, /seen at Meta.*<!date\^/],
    [event('failed', {}, 'hallpass'), grants().failed, /No access was given.*Permissions error.*Atrace1/],
    [event('extension-asked', { minutes: 30 }, 'U0BEN'), grants().asked, /<@U0BEN> asks for 30 min more/],
    [event('extension-denied'), grants().active, /<@U0LEA> denied the extension/],
    [event('extension-denied', { because: 'no.' }), grants().active, /denied the extension: no\. The end stays\.$/],
    [event('extended', { until: NOON }), grants().active, /<@U0LEA> moved the end to <!date\^/],
    [event('overdue', { late: 120_000 }, 'hallpass'), grants().late, /not confirmed.*2 min after the end/],
    [
      event('ended', { late: 1400 }, 'hallpass'),
      grants().ended,
      /Removed and confirmed.*1\.4 s after the end: the time was up/,
    ],
    [event('ended', { late: 1400 }, 'hallpass'), grants().never, /nothing is left/],
    [
      event('ended', { late: 20 }, 'hallpass'),
      grants().over,
      /^Over and confirmed at Meta, at once: released by <@U0BEN>\. <@U0BEN> still had analyst access then, through EU-13/,
    ],
    [
      event('ended', { late: 1400 }, 'hallpass'),
      grants().part,
      /^Removed in part and confirmed at Meta, 1\.4 s after the end.*still had ANALYZE then, as before/,
    ],
  ])('tells %o', (told, grant, words) => {
    expect(timelineLine(told, grant)).toMatch(words);
  });

  it.each(['requested', 'reminded', 'ending'] as const)('says nothing about %s', (kind) => {
    expect(timelineLine(event(kind), grants().active)).toBeNull();
  });

  it('keeps hostile words as text', () => {
    const line = timelineLine(event('denied', { because: HOSTILE }), grants().denied) ?? '';

    expectHarmless({ text: line, blocks: [] });
  });

  it('says nothing of an end before it happened, even when the grant moved on', () => {
    const line = timelineLine(event('activated', { until: NOON }, 'hallpass'), grants().ended);

    expect(line).not.toMatch(/Removed/);
  });
});

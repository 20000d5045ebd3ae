import { describe, expect, it, test } from 'vitest';
import { isApprover, mayDecide, mayLead, mayRead } from '../../src/access/policy.ts';
import { testDesk } from '../support/desk.ts';

describe('who may decide', () => {
  it('is a listed lead who did not ask', async () => {
    const desk = await testDesk();
    const grant = await desk.ask();

    const outcome = await mayDecide(desk, 'U0LEA', grant);

    expect(outcome).toEqual({ ok: true, value: 'approver' });
  });

  it('is not an agent', async () => {
    const desk = await testDesk();
    const grant = await desk.ask();

    expect(await mayDecide(desk, 'U0BEN', grant)).toEqual({ ok: false, refusal: { code: 'not_approver' } });
  });

  it('is never the one who asked, lead or not', async () => {
    const desk = await testDesk();
    const anas = await desk.ask();
    const leas = await desk.ask({ requester: 'U0LEA' });

    expect(await mayDecide(desk, 'U0ANA', anas)).toEqual({ ok: false, refusal: { code: 'self_approval' } });
    expect(await mayDecide(desk, 'U0LEA', leas)).toEqual({ ok: false, refusal: { code: 'self_approval' } });
  });

  test.each([
    { story: 'left the workspace', changes: { deleted: true } },
    { story: 'turned out to be a bot', changes: { bot: true } },
  ])('is not a lead who $story', async ({ changes }) => {
    const desk = await testDesk();
    desk.directory.change('U0LEA', changes);

    expect(await mayLead(desk, 'U0LEA')).toEqual({ ok: false, refusal: { code: 'approver_left' } });
    expect((await mayLead(desk, 'U0LOU')).ok).toBe(true);
  });

  it('is not somebody whom Slack does not know', async () => {
    const desk = await testDesk();
    desk.rules({ approvers: ['U0GONE'] });

    expect(await mayLead(desk, 'U0GONE')).toEqual({ ok: false, refusal: { code: 'approver_left' } });
  });

  it('follows the user group as it is now', async () => {
    const desk = await testDesk();
    desk.rules({ approvers: ['S0LEADS', 'S0MORE'] });
    const { rules } = desk.business;

    expect(await isApprover(rules, desk.directory, 'U0BEN')).toBe(false);
    desk.directory.fill('S0MORE', ['U0LOU', 'U0BEN']);
    expect(await isApprover(rules, desk.directory, 'U0BEN')).toBe(true);
    desk.directory.fill('S0MORE', ['U0LOU']);
    expect(await isApprover(rules, desk.directory, 'U0BEN')).toBe(false);
  });

  it('follows the rules as they are now, whoever could decide when it was asked', async () => {
    const desk = await testDesk();
    const grant = await desk.ask();
    desk.rules({ approvers: ['U0LOU'] });

    expect(await mayDecide(desk, 'U0LEA', grant)).toEqual({ ok: false, refusal: { code: 'not_approver' } });
  });
});

describe('who may read what others did', () => {
  test.each([
    { reader: 'U0ANA', may: true, story: 'everyone their own' },
    { reader: 'U0LEA', may: true, story: 'leads' },
    { reader: 'U0OLG', may: true, story: 'auditors' },
    { reader: 'U0BEN', may: false, story: 'no other agent' },
  ])('$story', async ({ reader, may }) => {
    const desk = await testDesk();
    desk.rules({ auditors: ['U0OLG'] });

    const outcome = await mayRead(desk, reader, 'U0ANA');

    const expected = may ? { ok: true, value: 'reader' } : { ok: false, refusal: { code: 'not_readable' } };
    expect(outcome).toEqual(expected);
  });
});

import { expect, it } from 'vitest';
import { policyText } from '../../src/cli/policy.ts';
import { readPolicy } from '../../src/policy-file/read.ts';

const FILE = `
businesses:
  eu:
    id: "100000000000001"
    token: EAASECRET
    channels: [C0SUPPORT, C0NIGHT]
  us:
    id: "100000000000002"
    token: EAASECRET
    channels: [C0USDESK]
    ops_channel: C0OPS
    approvers: [S0LEADS]
    auditors: [U0SEC]
    durations: { default: 15m, min: 1s, max: 1h30m }
    extensions: free
    levels: { page: { reader: [ANALYZE] }, adaccount: { reader: [ANALYZE, ADVERTISE] } }
    default_level: reader
approvers: [U0LEA, U0LOU]
lapse: 2h
`;

function text(): string {
  const policy = readPolicy(FILE, {});
  if (!policy.ok) throw new Error(policy.problems.join('\n'));
  return policyText(policy.businesses);
}

it('prints every rule as it holds, defaults filled in', () => {
  const [eu] = text().split('\n\n');

  expect(eu?.split('\n')).toEqual([
    'eu (business 100000000000001)',
    '  channels: C0SUPPORT, C0NIGHT',
    '  who runs Hallpass is told in: C0SUPPORT',
    '  approvers: U0LEA, U0LOU; never the requester',
    '  auditors: none',
    '  duration: 1h when nothing is said, 1m to 8h',
    '  a pending request lapses after 2h; reminder 10m before the end',
    '  extensions: a lead approves again',
    '  a grant that Meta does not take is taken back after 1h',
    '  customers are asked for Pages that are not shared: when a lead approves, at most 10 a day',
    "  customers' assets are left when their last grant has ended: when a lead says so",
    '  default level: analyst',
    '  level page analyst: ANALYZE',
    '  level page advertiser: ADVERTISE, ANALYZE',
    '  level page moderator: MODERATE, ADVERTISE, ANALYZE',
    '  level page editor: CREATE_CONTENT, MODERATE, ADVERTISE, ANALYZE',
    '  level page manager: MANAGE, CREATE_CONTENT, MODERATE, ADVERTISE, ANALYZE',
    '  level adaccount analyst: ANALYZE',
    '  level adaccount advertiser: ADVERTISE, ANALYZE',
    '  level adaccount manager: MANAGE, ADVERTISE, ANALYZE',
    '  level group analyst: PAGES.ANALYZE, ACCOUNTS.ANALYZE',
    '  level group advertiser: PAGES.ADVERTISE, PAGES.ANALYZE, ACCOUNTS.ADVERTISE, ACCOUNTS.ANALYZE',
    expect.stringMatching(/^ {2}level group moderator: PAGES.MODERATE, .*ACCOUNTS.ADVERTISE, ACCOUNTS.ANALYZE$/),
    expect.stringMatching(/^ {2}level group editor: PAGES.CREATE_CONTENT, /),
    expect.stringMatching(
      /^ {2}level group manager: PAGES.MANAGE, .*ACCOUNTS.MANAGE, ACCOUNTS.ADVERTISE, ACCOUNTS.ANALYZE$/,
    ),
  ]);
});

it("prints a business' own rules in place of the common ones", () => {
  const [, us] = text().split('\n\n');

  expect(us).toContain('told in: C0OPS');
  expect(us).toContain('approvers: S0LEADS; never');
  expect(us).toContain('auditors: U0SEC');
  expect(us).toContain('duration: 15m when nothing is said, 1s to 1h30m');
  expect(us).toContain('extensions: at once, up to the maximum');
  expect(us).toContain(
    'default level: reader\n  level page reader: ANALYZE\n  level adaccount reader: ANALYZE, ADVERTISE\n  level group reader: PAGES.ANALYZE, ACCOUNTS.ANALYZE, ACCOUNTS.ADVERTISE',
  );
  expect(us).not.toContain('analyst');
});

it('prints no token', () => {
  expect(text()).not.toContain('EAA');
});

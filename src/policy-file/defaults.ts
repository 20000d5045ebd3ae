import { groupLevels } from '../access/group-tasks.ts';
import type { Rules } from '../access/policy-rules.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What holds where hallpass.yml says nothing. */
export const defaults: Rules = {
  approvers: [],
  auditors: [],
  durations: { default: HOUR, min: MINUTE, max: 8 * HOUR },
  lapse: 8 * HOUR,
  remind: 10 * MINUTE,
  giveUp: HOUR,
  extensions: 'approval',
  askCustomers: 'approval',
  asksPerDay: 10,
  leaveClientAssets: 'ask',
  defaultLevel: 'analyst',
  levels: {
    page: {
      analyst: ['ANALYZE'],
      advertiser: ['ADVERTISE', 'ANALYZE'],
      moderator: ['MODERATE', 'ADVERTISE', 'ANALYZE'],
      editor: ['CREATE_CONTENT', 'MODERATE', 'ADVERTISE', 'ANALYZE'],
      manager: ['MANAGE', 'CREATE_CONTENT', 'MODERATE', 'ADVERTISE', 'ANALYZE'],
    },
    adaccount: {
      analyst: ['ANALYZE'],
      advertiser: ['ADVERTISE', 'ANALYZE'],
      manager: ['MANAGE', 'ADVERTISE', 'ANALYZE'],
    },
    group: {},
  },
};

defaults.levels.group = groupLevels(defaults.levels);

import { assetKey, parseAssetKey } from '../access/asset.ts';
import type { Grant, GrantId } from '../access/grant.ts';

type Keys<T> = T extends unknown ? keyof T : never;
type Form = 'plain' | 'list' | 'asset';

/**
 * How each fact of a grant is written: its short name, and its form. The scripts in `lua/` read these short names; they add `e`, the
 * ids of the grant's events. All forms are flat text and numbers (a set of tasks is `A,B`), which Lua's cjson gives back as they were.
 */
export const fields = {
  version: ['v', 'plain'],
  state: ['s', 'plain'],
  asset: ['a', 'asset'],
  assetName: ['an', 'plain'],
  contains: ['ct', 'plain'],
  ownership: ['o', 'plain'],
  principal: ['p', 'plain'],
  requester: ['r', 'plain'],
  ticket: ['t', 'plain'],
  level: ['l', 'plain'],
  tasks: ['k', 'list'],
  duration: ['d', 'plain'],
  wished: ['wi', 'plain'],
  because: ['w', 'plain'],
  adopted: ['ad', 'plain'],
  already: ['al', 'plain'],
  drift: ['dr', 'plain'],
  channel: ['c', 'plain'],
  requestedAt: ['ra', 'plain'],
  card: ['m', 'plain'],
  cardVersion: ['mv', 'plain'],
  told: ['tc', 'plain'],
  lapsesAt: ['la', 'plain'],
  lapsedAt: ['ld', 'plain'],
  share: ['sh', 'plain'],
  deniedBy: ['db', 'plain'],
  deniedAt: ['da', 'plain'],
  denial: ['dn', 'plain'],
  cancelledBy: ['cb', 'plain'],
  cancelledAt: ['ca', 'plain'],
  approvedBy: ['ab', 'plain'],
  approvedAt: ['aa', 'plain'],
  giveUpAt: ['gu', 'plain'],
  paused: ['pa', 'plain'],
  failedAt: ['fa', 'plain'],
  failure: ['f', 'plain'],
  activeAt: ['ac', 'plain'],
  expiresAt: ['x', 'plain'],
  remindAt: ['rm', 'plain'],
  reminded: ['rd', 'plain'],
  asked: ['q', 'plain'],
  moved: ['xm', 'plain'],
  more: ['mo', 'list'],
  endsAt: ['en', 'plain'],
  endReason: ['er', 'plain'],
  endedBy: ['eb', 'plain'],
  note: ['nt', 'plain'],
  nagAt: ['ng', 'plain'],
  provedAt: ['pv', 'plain'],
  kept: ['kp', 'plain'],
  elsewhere: ['ew', 'plain'],
  hidden: ['hd', 'plain'],
  leave: ['lv', 'plain'],
  left: ['lf', 'plain'],
} as const satisfies Record<Exclude<Keys<Grant>, 'id'>, readonly [string, Form]>;

const byShort = new Map<string, readonly [name: string, form: Form]>(
  Object.entries(fields).map(([name, [brief, form]]) => [brief, [name, form]]),
);
const forms: Record<string, readonly [string, Form]> = fields;

/** The record of a grant without its id, which its key says. Unpaired surrogates, which UTF-8 can't hold, become U+FFFD. */
export function encode(grant: Omit<Grant, 'id'>): string {
  const record: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(grant)) {
    const row = forms[name];
    if (row !== undefined && value !== undefined) record[row[0]] = written(row[1], value);
  }
  return JSON.stringify(record, (_, value: unknown) => (typeof value === 'string' ? value.toWellFormed() : value));
}

/** Reads a record back as the grant that it was. */
export function decode(id: GrantId, text: string): Grant {
  const grant: Record<string, unknown> = { id };
  for (const [brief, value] of Object.entries(JSON.parse(text) as Record<string, unknown>)) {
    const row = byShort.get(brief);
    if (row !== undefined) grant[row[0]] = read(row[1], value);
  }
  return grant as Grant;
}

/** A task set as one text; '' is the empty set. Whatever Meta calls a task comes back as it was. */
export const joinTasks = (tasks: readonly string[]): string =>
  tasks.map((task) => encodeURIComponent(task.toWellFormed())).join(',');
export const splitTasks = (text: string): string[] => (text === '' ? [] : text.split(',').map(decodeURIComponent));

function written(form: Form, value: unknown): unknown {
  if (form === 'list') return joinTasks(value as string[]);
  return form === 'asset' ? assetKey(value as Parameters<typeof assetKey>[0]) : value;
}

function read(form: Form, value: unknown): unknown {
  if (form === 'list') return splitTasks(value as string);
  return form === 'asset' ? parseAssetKey(value as string) : value;
}

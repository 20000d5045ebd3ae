import type { SlackUserId } from '../../access/grant.ts';
import type { Rules } from '../../access/policy-rules.ts';
import { type Command, VERBS } from './command.ts';
import { type Cursor, cursorOf } from './cursor.ts';
import { ended, readExtension, readGrantId, readReason, readTerms } from './decisions.ts';
import { closest } from './distance.ts';
import { fault, type Read, read } from './fault.ts';
import { readRequest } from './request.ts';
import type { Line } from './slack-text.ts';
import { readAdoption, readAsset, readSubject } from './subjects.ts';
import { readVerb, verbOf } from './verb.ts';

/** What the line is read against. */
export type ParseOptions = {
  /** Level names that exist, to tell a typo from a level; unknown levels pass when this is left out. */
  levels?: readonly string[];
  /** The limits for a new request, to offer one that keeps to them; ms. */
  durations?: Rules['durations'];
  /** A mention of the bot at the start of the line is skipped. */
  botUserId?: SlackUserId;
};

/** Reads a whole command: the verb, and then what it needs, to the last word. */
export function readCommand(line: Line, { levels, durations, botUserId }: ParseOptions): Read<Command> {
  const cursor = cursorOf(line);
  const first = cursor.peek();
  if (cursor.word() === '/access' || (first?.kind === 'user' && first.id === botUserId)) cursor.skip(1);
  if (!cursor.peek()) return read({ kind: 'form' });
  const verb = readVerb(cursor);
  if (!verb.ok) return verb;
  switch (verb.value) {
    case 'request':
      return readRequest(cursor, levels, durations);
    case 'ask': {
      const wish = readRequest(cursor, levels, durations);
      return wish.ok ? read({ ...wish.value, ask: true } as Command) : wish;
    }
    case 'mine':
    case 'pending':
      return ended(cursor, { kind: verb.value });
    case 'link':
      return readLink(cursor);
    case 'who':
    case 'show': {
      const asset = readAsset(cursor);
      return asset.ok ? read({ kind: verb.value, asset: asset.value }) : asset;
    }
    case 'log': {
      const of = readSubject(cursor);
      return of.ok ? read({ kind: 'log', of: of.value }) : of;
    }
    case 'reconcile': {
      if (!cursor.peek()) return read({ kind: 'reconcile' });
      const asset = readAsset(cursor);
      return asset.ok ? read({ kind: 'reconcile', asset: asset.value }) : asset;
    }
    case 'adopt':
      return readAdoption(cursor, levels);
    case 'help':
      return readHelp(cursor);
    default: {
      const id = readGrantId(cursor);
      return id.ok ? afterId(verb.value, id.value, cursor, levels) : id;
    }
  }
}

type OnOne = 'approve' | 'deny' | 'extend' | 'release' | 'revoke' | 'cancel' | 'leave' | 'why';

function afterId(kind: OnOne, id: string, cursor: Cursor, levels: readonly string[] | undefined): Read<Command> {
  switch (kind) {
    case 'approve': {
      const terms = readTerms(cursor, levels);
      return terms.ok ? read({ kind, id, ...terms.value }) : terms;
    }
    case 'deny':
    case 'revoke':
      return read({ kind, id, ...readReason(cursor) });
    case 'extend':
      return readExtension(cursor, id);
    default:
      return ended(cursor, { kind, id });
  }
}

function readLink(cursor: Cursor): Read<Command> {
  const token = cursor.peek();
  if (token?.kind !== 'user') return ended(cursor, { kind: 'link' });
  cursor.skip(1);
  return ended(cursor, { kind: 'link', user: token.id });
}

function readHelp(cursor: Cursor): Read<Command> {
  const token = cursor.peek();
  if (!token) return read({ kind: 'help' });
  const topic = verbOf(cursor.word());
  if (topic) {
    cursor.skip(1);
    return ended(cursor, { kind: 'help', topic });
  }
  const meant = closest(token.text, VERBS);
  const problem = { code: 'unknown_verb', word: token.text, ...(meant ? { meant } : {}) } as const;
  return fault(problem, token.at, meant ? { to: meant } : undefined);
}

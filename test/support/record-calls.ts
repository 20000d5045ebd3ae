import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, inject } from 'vitest';
import { type CallLog, callsMade } from '../../demo/graph/journal.ts';
import { shapeOf } from './call-shape.ts';

const file = join(inject('calls'), `${process.pid}.jsonl`);
const written = new Set<string>();

function record(message: unknown): void {
  const call = message as CallLog;
  if (call.agent !== 'hallpass' || call.edge === 'batch') return;
  // Nothing has this id, so nothing says what kind of node was meant.
  if (call.on === undefined && /^\/(act_)?\d/.test(call.path)) return;
  const line = JSON.stringify(shapeOf(call));
  if (written.has(line)) return;
  written.add(line);
  appendFileSync(file, `${line}\n`);
}

subscribe(callsMade.name, record);
afterAll(() => void unsubscribe(callsMade.name, record));

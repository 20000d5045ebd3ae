import type { Log } from '../../src/graph/client.ts';

/** A log that keeps its lines, so that tests can read them and look for what must not be there. */
export function recordingLog(): Log & { lines: { fields: Record<string, unknown>; sentence: string }[] } {
  const lines: { fields: Record<string, unknown>; sentence: string }[] = [];
  return { lines, info() {}, warn: (fields, sentence) => void lines.push({ fields: { ...fields }, sentence }) };
}

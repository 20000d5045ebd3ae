import type { AnyEvent, AuditEvent, FoundEvent } from '../access/event.ts';

/** A stream entry as Redis answers it: its id and its fields and values in turn; no fields when it was deleted. */
export type Entry = [id: string, flat: string[] | null];

/** Reads an event of a grant. */
export const auditEvent = (entry: Entry): AuditEvent => anyEvent(entry) as AuditEvent;

/** Reads an event of what was found. */
export const foundEvent = (entry: Entry): FoundEvent => anyEvent(entry) as FoundEvent;

/** Reads an event from its stream entry. */
export function anyEvent([id, flat]: Entry): AnyEvent {
  const { at, grant, kind, actor, state, detail, origin } = fieldsOf(flat ?? []);
  return {
    ...{ id, at: Number(at), grant, kind, actor, state },
    ...(detail === undefined ? {} : { detail: JSON.parse(detail) }),
    ...(origin === undefined ? {} : { origin }),
  } as AnyEvent;
}

/** `[a, 1, b, 2]` as `{a: '1', b: '2'}`. */
export function fieldsOf(flat: string[]): Record<string, string> {
  const fields: Record<string, string> = {};
  for (let index = 0; index + 1 < flat.length; index += 2) fields[flat[index] ?? ''] = flat[index + 1] ?? '';
  return fields;
}

import type { AuditEvent } from '../access/event.ts';

/** A stream entry as Redis answers it: its id and its fields and values in turn; no fields when it was deleted. */
export type Entry = [id: string, flat: string[] | null];

/** Reads an audit event from its stream entry. */
export function auditEvent([id, flat]: Entry): AuditEvent {
  const { at, grant, kind, actor, state, detail, origin } = fieldsOf(flat ?? []);
  return {
    ...({ id, at: Number(at), grant, kind, actor, state } as AuditEvent),
    ...(detail === undefined ? {} : { detail: JSON.parse(detail) as NonNullable<AuditEvent['detail']> }),
    ...(origin === undefined ? {} : { origin }),
  };
}

/** `[a, 1, b, 2]` as `{a: '1', b: '2'}`. */
export function fieldsOf(flat: string[]): Record<string, string> {
  const fields: Record<string, string> = {};
  for (let index = 0; index + 1 < flat.length; index += 2) fields[flat[index] ?? ''] = flat[index + 1] ?? '';
  return fields;
}

/** One line of the composer's popup; taking it replaces `from`…`to` with `insert`. */
export type Suggestion = {
  label: string;
  detail: string;
  from: number;
  to: number;
  insert: string;
  /** Enter takes it; when false Enter sends and only Tab or the arrows take it. */
  sure: boolean;
};

export type Known = {
  commands: { command: string; description: string; usageHint: string }[];
  people: { name: string; title: string }[];
  assets: { kind: string; id: string; name: string; ownership: string }[];
  ids: string[];
};

export function complete(text: string, caret: number, known: Known): Suggestion[];

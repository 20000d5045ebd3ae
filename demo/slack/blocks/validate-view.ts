import { z } from 'zod';
import { type Complaint, complain, complaintsOf } from './complaints.ts';
import { plain } from './text.ts';
import type { Block, Json } from './types.ts';
import { validateBlocks } from './validate.ts';

const shared = {
  blocks: z.array(z.unknown()).max(100),
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
};
const modal = z.strictObject({
  type: z.literal('modal'),
  ...shared,
  title: plain(24),
  submit: plain(24).optional(),
  close: plain(24).optional(),
  clear_on_close: z.boolean().optional(),
  notify_on_close: z.boolean().optional(),
  submit_disabled: z.boolean().optional(),
});
const home = z.strictObject({ type: z.literal('home'), ...shared });

/** A view that passed: what the app sent, with its blocks checked. */
export type ViewVerdict = { ok: true; view: Json; blocks: Block[] } | { ok: false; complaints: Complaint[] };

/** Checks a modal or Home view as strictly as Slack does. */
export function validateView(raw: unknown, kind: 'modal' | 'home', newId: () => string): ViewVerdict {
  const parsed = (kind === 'modal' ? modal : home).safeParse(raw);
  if (!parsed.success) return { ok: false, complaints: complaintsOf(parsed.error, ['view'], raw) };
  const view = raw as Json;
  const checked = validateBlocks(view.blocks, kind, ['view', 'blocks'], newId);
  if (!checked.ok) return checked;
  const asks = kind === 'modal' && checked.blocks.some((block) => block.type === 'input');
  if (asks && view.submit === undefined) {
    return { ok: false, complaints: [complain('missing required field: submit', ['view'])] };
  }
  return { ok: true, view, blocks: checked.blocks };
}

import { extensionRefusal } from '../access/extend.ts';
import type { Refusal } from '../access/refusal.ts';
import { durationRefusal } from '../access/terms.ts';
import type { Branch } from './branch.ts';
import type { Command } from './grammar/command.ts';

/** Slack waits three seconds for a form's answer, and most of that belongs to what must be written. */
const PATIENCE = 400;

/**
 * Why the time in a form is not possible, as far as that is known while the form is open, where it can be mended. What can't be
 * looked up in a moment is decided later, like everything else about the command.
 */
export async function timeRefusal({ desk }: Branch, command: Command): Promise<Refusal | null> {
  if (!('duration' in command) || command.duration === undefined) return null;
  if (command.kind !== 'extend') return durationRefusal(desk.business.rules, command.duration);
  const nothing = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE, null).unref());
  const grant = await Promise.race([desk.ledger.get(command.id).catch(() => null), nothing]);
  return grant?.state === 'active' ? extensionRefusal(desk, grant, command.duration) : null;
}

import type { Desk } from '../access/desk.ts';
import type { GrantId, SlackUserId } from '../access/grant.ts';
import type { ParseError } from '../access/parse-error.ts';
import { mayDecide } from '../access/policy.ts';
import type { InboxItem } from '../access/ports/inbox.ts';
import { askButton } from '../views/ask-button.ts';
import { actions } from '../views/ids.ts';
import type { Command, FoundDeed, Reply } from './grammar/command.ts';
import { type Parsed, parse } from './grammar/parse.ts';
import { levelNames } from './level-names.ts';
import type { Scene } from './scene.ts';

/** What the person wants, whichever way they said it: everything becomes one of the grammar's commands. */
export async function wanted(
  { desk, messenger }: Pick<Scene, 'messenger'> & { desk: Desk },
  item: InboxItem,
): Promise<Parsed | null> {
  const { kind, channel, data } = item;
  switch (kind) {
    case 'command':
      return data.text === undefined
        ? null
        : parse(data.text, {
            levels: levelNames(desk.business),
            durations: desk.business.rules.durations,
          });
    case 'action':
      return known(buttonCommand(data.action ?? '', data.id ?? ''));
    case 'view':
      return known(data.command ? (JSON.parse(data.command) as Command) : null);
    case 'message': {
      const id = await messenger.grantOf({ channel, ts: data.thread ?? '' });
      if (!id) return null;
      if (data.decision) return known({ id, ...(JSON.parse(data.decision) as Reply) });
      if (!data.unread || !(await awaits(desk, item.user, id))) return null;
      return { ok: false, error: JSON.parse(data.unread) as ParseError };
    }
    case 'home':
      return null;
  }
}

/** Whether this person's decision is waited for; others only talk when they write something that is nearly one. */
async function awaits(desk: Desk, user: SlackUserId, id: GrantId): Promise<boolean> {
  const grant = await desk.ledger.get(id);
  const open = grant?.state === 'pending' || (grant?.state === 'active' && grant.asked !== undefined);
  return grant !== null && open && (await mayDecide(desk, user, grant)).ok;
}

const known = (command: Command | null): Parsed | null => (command ? { ok: true, command } : null);

function buttonCommand(action: string, value: string): Command | null {
  const ask = action === actions.askCustomer ? askButton.parse(value) : null;
  const deed = FOUND.get(action);
  if (deed) return { kind: 'found', deed, key: value };
  return ask ? { kind: 'approve', ...ask, aware: true } : simpleButton(action, value);
}

const FOUND = new Map<string, FoundDeed>([
  [actions.foundRemove, 'remove'],
  [actions.foundStanding, 'standing'],
  [actions.foundAll, 'all'],
  [actions.foundUndo, 'undo'],
  [actions.foundGoOn, 'go-on'],
]);

function simpleButton(action: string, id: string): Command | null {
  if (action === actions.approve || action === actions.approveExtension) return { kind: 'approve', id };
  if (action === actions.denyExtension) return { kind: 'deny', id };
  if (action === actions.leave) return { kind: 'leave', id };
  return action === actions.release ? { kind: 'release', id } : null;
}

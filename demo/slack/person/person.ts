import { changed } from '../state.ts';
import type { Person } from '../workspace-types.ts';
import { fillView } from './check-inputs.ts';
import { click } from './click.ts';
import { sendCommand } from './command.ts';
import type { Hands } from './hands.ts';
import { say } from './say.ts';
import { openHome, useShortcut } from './shortcut.ts';
import { closeModal, openView, submit } from './submit.ts';
import { suggest } from './suggest.ts';

/** Gives a person their hands; a deactivated account can do nothing, and says so at every try. */
export function createPerson(hands: Hands): Person {
  const active = (): Hands => {
    if (hands.user.deleted) throw new Error(`${hands.user.id} is deactivated`);
    return hands;
  };
  return {
    command: async (channel, line) => sendCommand(active(), channel, line),
    say: async (channel, text, opts) => say(active(), channel, text, opts?.threadTs),
    click: async (target, actionId, opts) => click(active(), target, actionId, opts),
    fill: (values) => {
      fillView(active().state, openView(hands), values);
      changed(hands.state);
    },
    submit: async (values = {}) => submit(active(), values),
    closeModal: async () => closeModal(active()),
    suggest: async (actionId, text, opts) => suggest(active(), actionId, text, opts),
    openHome: async () => openHome(active()),
    shortcut: async (callbackId, target) => useShortcut(active(), callbackId, target),
  };
}

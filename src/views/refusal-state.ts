import type { State } from '../access/grant.ts';
import type { Refusal } from '../access/refusal.ts';
import { safe } from './text.ts';
import { when } from './when.ts';
import { person } from './words.ts';

type StateRefusal = Extract<
  Refusal,
  {
    code:
      | 'already_open'
      | 'already_decided'
      | 'not_active'
      | 'nothing_asked'
      | 'extension_open'
      | 'extended_already'
      | 'extension_level'
      | 'unknown_id';
  }
>;

/** What a grant in this state is, in the words of a sentence. */
const STATES: Record<State, string> = {
  pending: 'is waiting for a lead',
  denied: 'was denied',
  cancelled: 'was cancelled',
  lapsed: 'lapsed, since no lead decided in time',
  granting: 'was approved, and the access is being given',
  failed: 'was approved, but Meta did not take it',
  active: 'was approved, and the access is active',
  ending: 'has ended, and the access is being taken away',
  ended: 'has ended, which was confirmed at Meta',
};

/** Words for refusals that come from the state that a request is in. */
export function stateRefusal(refusal: StateRefusal): string {
  const id = safe(refusal.id, 60);
  switch (refusal.code) {
    case 'already_open':
      return `You have this open already: ${id} ${STATES[refusal.state]}. Nothing new was made; see \`/access mine\`.`;
    case 'already_decided': {
      const by = refusal.by ? ` by ${person(refusal.by)}` : '';
      const at = refusal.at === undefined ? '' : ` ${when(refusal.at)}`;
      const decided = by || at ? ` (decided${by}${at})` : '';
      return `${id} ${STATES[refusal.state]}${decided}, so nothing was changed. \`/access why ${id}\` tells the whole story.`;
    }
    case 'not_active':
      return refusal.state === 'pending'
        ? `${id} is still waiting for a lead, so there is no access to change yet. Take the request back with \`/access cancel ${id}\` if you don't need it.`
        : `${id} ${STATES[refusal.state]}, so this can't be done ${refusal.state === 'granting' || refusal.state === 'active' ? 'now' : 'any more'}. ${nextStep(refusal.state, id)}`;
    case 'nothing_asked':
      return `Nobody asks for more time for ${id}, or it was decided already. See \`/access why ${id}\`.`;
    case 'extension_open':
      return `More time for ${id} is asked for already, or was decided a moment ago. Look at the card before you ask again.`;
    case 'extended_already':
      return `You extended ${id} already, a moment ago (${when(refusal.at)}): it ends ${when(refusal.until)}. Nothing more was added; if you want still more time, ask again in a minute, or for another time.`;
    case 'extension_level':
      return `An extension of ${id} keeps its level, ${safe(refusal.level, 40)}, so nothing was decided. Leave the level out (\`/access approve ${id}\`), or have a new request sent for another level.`;
    case 'unknown_id':
      return `There is no request ${id} here. Check the number: \`/access mine\` shows yours, \`/access pending\` what waits for a lead.${refusal.archive ? ' What has been over for long is in the archive: `audit log` on the machine that has it.' : ''}`;
  }
}

const nextStep = (state: State, id: string): string =>
  state === 'granting' || state === 'active' || state === 'ending'
    ? `See \`/access why ${id}\`.`
    : 'Send a new request if you need the access.';

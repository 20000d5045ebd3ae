import type { types } from '@slack/bolt';
import { formatDuration } from '../access/duration.ts';
import type { Grant, Ms } from '../access/grant.ts';
import { isFinal } from '../access/lifecycle.ts';
import { approveButton } from './ask-button.ts';
import { type Block, button, buttons, context, heading, section } from './blocks.ts';
import { releaseButton } from './card.ts';
import { grantLine } from './grant-line.ts';
import { shortState } from './headline.ts';
import { actions } from './ids.ts';
import { home } from './limits.ts';
import { lines } from './lines.ts';
import { safe } from './text.ts';
import { left, when } from './when.ts';
import { assetWords, person } from './words.ts';

const MOST = 8;
const ROOM = 2000;

/** What the Home tab shows: the person's own grants, newest first, and for leads what waits for a decision of theirs. */
export type HomeFacts = { mine: readonly Grant[]; waiting: readonly Grant[]; lead: boolean; now: Ms };

/** The Home tab: what somebody holds, asked for, and should decide. */
export function homeView({ mine, waiting, lead, now }: HomeFacts): types.HomeView {
  const held = mine.filter(({ state }) => state === 'active' || state === 'granting' || state === 'ending');
  const asked = mine.filter(({ state }) => state === 'pending');
  const over = mine.filter(({ state }) => isFinal(state));
  return home([
    heading('Your access now'),
    ...(held.length > 0
      ? most(held, (grant) => holding(grant, now))
      : [section('You hold no access. Ask with `/access`.')]),
    ...(asked.length > 0
      ? [
          heading('You asked for'),
          ...lines(
            asked.map((grant) => grantLine(grant)),
            MOST,
            ROOM,
          ),
        ]
      : []),
    ...(lead ? [heading('Waiting for your decision'), ...decisions(waiting)] : []),
    ...(over.length > 0
      ? [
          heading('Before'),
          ...lines(
            over.map((grant) => grantLine(grant)),
            MOST,
            ROOM,
          ),
        ]
      : []),
    context('`/access help` shows everything that can be done.'),
  ]);
}

/** For somebody who may not use it. */
export const refusedHome = (why: string): types.HomeView => home([section(why)]);

function most(grants: readonly Grant[], show: (grant: Grant) => Block[]): Block[] {
  const rest = grants.length - MOST;
  return [...grants.slice(0, MOST).flatMap(show), ...(rest > 0 ? [context(`… and ${rest} more`)] : [])];
}

/** One grant that can be acted on: what it is about, then the rest in a line of its own. */
function entry(grant: Grant, rest: string, who?: string): Block {
  const about = [`*${assetWords(grant.asset, grant.assetName)}*`, safe(grant.level, 40), ...(who ? [who] : [])];
  return section(`${about.join(' · ')}\n${grant.id} · ticket ${safe(grant.ticket, 60)} · ${rest}`);
}

function holding(grant: Grant, now: Ms): Block[] {
  if (grant.state !== 'active') return [entry(grant, shortState(grant))];
  const rest = grant.expiresAt > now ? ` (${left(grant.expiresAt - now)} left)` : '';
  return [
    entry(grant, `${shortState(grant)}${rest}`),
    buttons(...(grant.asked ? [] : [button('Extend', actions.extend, grant.id)]), releaseButton(grant.id)),
  ];
}

function decisions(waiting: readonly Grant[]): Block[] {
  if (waiting.length === 0) return [section('Nothing waits for you.')];
  return most(waiting, (grant) => {
    if (grant.state === 'active' && grant.asked) {
      const more = `${formatDuration(grant.asked.duration)} more? Now until ${when(grant.expiresAt)}`;
      const yes = button('Approve extension', actions.approveExtension, grant.id, { style: 'primary' });
      return [
        entry(grant, more, person(grant.requester)),
        buttons(yes, button('Deny extension', actions.denyExtension, grant.id)),
      ];
    }
    const lapses = grant.state === 'pending' ? `, lapses ${when(grant.lapsesAt)}` : '';
    const text = entry(grant, `for ${formatDuration(grant.duration)}${lapses}`, person(grant.requester));
    if (grant.state !== 'pending') return [text];
    return [
      text,
      buttons(
        approveButton(grant),
        button('Deny', actions.deny, grant.id),
        button('Change…', actions.change, grant.id),
      ),
    ];
  });
}

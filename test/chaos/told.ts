import type { EventKind } from '../../src/access/event.ts';
import { card } from '../../src/views/card.ts';
import { timelineLine } from '../../src/views/timeline.ts';
import { eventually } from '../support/eventually.ts';
import { eventsOfGrants, inHand } from '../support/whole.ts';
import { AGENTS, LEADS } from './cast.ts';
import type { Story } from './holdings.ts';
import type { ChaosTown } from './town.ts';

const OVER = ['ended', 'denied', 'cancelled', 'lapsed', 'failed'];
/** These can happen once to a grant; the story's leads extend no grant twice. */
const ONCE: readonly EventKind[] = [
  'requested',
  'approved',
  'denied',
  'cancelled',
  'lapsed',
  'activated',
  'failed',
  'extended',
  'ending',
  'ended',
];

/** What can't be made good, and what a machine without time may not have come to. */
export type Found = { wrong: string[]; unfinished: string[] };

/** Each request is over, and each of its transitions stands in the audit once. */
export async function auditViolations(town: ChaosTown, all: readonly Story[]): Promise<Found> {
  const wrong: string[] = [];
  const unfinished: string[] = [];
  for (const { grant, events } of all) {
    const kinds = events.map(({ kind }) => kind);
    if (!OVER.includes(grant.state)) unfinished.push(`${grant.id} is still ${grant.state}`);
    if (grant.version !== events.length)
      wrong.push(`${grant.id} has version ${grant.version}, and the events ${kinds}`);
    const twice = ONCE.filter((kind) => kinds.indexOf(kind) !== kinds.lastIndexOf(kind));
    if (twice.length > 0) wrong.push(`${grant.id} has ${twice} twice: ${kinds}`);
    if (events.at(-1)?.state !== grant.state) wrong.push(`${grant.id} is ${grant.state} after the events ${kinds}`);
  }
  const events = await eventsOfGrants(town);
  const own = all.reduce((sum, story) => sum + story.events.length, 0);
  if (events !== own) wrong.push(`there are ${events} events, and ${own} of them belong to a grant`);
  const waits = await eventually(() => nothing(town), 2_000).catch(() => inHand(town));
  if (Object.keys(waits).length > 0) unfinished.push(`still in hand: ${JSON.stringify(waits)}`);
  return { wrong, unfinished };
}

/** Throws while something is in hand: in a town of ten minutes what people held beforehand is found, which makes an event. */
async function nothing(town: ChaosTown): Promise<Record<string, number>> {
  const waits = await inHand(town);
  if (Object.keys(waits).length > 0) throw new Error('not yet');
  return waits;
}

/** What holders are told by a message of their own, unless they did it themselves. */
const TO_HOLDER: readonly EventKind[] = ['activated', 'extended', 'denied', 'lapsed', 'failed', 'ended'];

/** Messages that stand in Slack more than once, are missing, or do not show the final state. */
export function slackViolations({ workspace }: ChaosTown, all: readonly Story[]) {
  const people = [...AGENTS.map(({ id }) => id), ...LEADS];
  const posted = [workspace.messages('C0SUPPORT'), ...people.map((user) => workspace.dm(user))].flat();
  const keys = posted.map(({ metadata }) => String((metadata?.event_payload as { key?: string } | undefined)?.key));
  const twice = keys.filter((key, index) => keys.indexOf(key) !== index);
  const unfinished: string[] = [];
  for (const { grant, events } of all) {
    const lines = events.filter((event) => timelineLine(event, grant) !== null).map(({ id }) => `line-${id}`);
    const own = events.filter(({ kind, actor }) => TO_HOLDER.includes(kind) && actor !== grant.requester);
    for (const key of [`card-${grant.id}`, ...lines, ...own.map(({ id }) => `holder-${id}`)]) {
      if (!keys.includes(key)) unfinished.push(`${grant.id}: Slack has no ${key}`);
    }
    const shown = posted.find(({ ts }) => ts === grant.card)?.text;
    if (shown !== card(grant).text) unfinished.push(`${grant.id}: the card says ${shown}, not ${card(grant).text}`);
  }
  return { unfinished, twice };
}

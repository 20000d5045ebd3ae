import { setTimeout as sleep } from 'node:timers/promises';
import type { DispatchResult } from '../demo/slack/workspace.ts';
import type { Grant } from '../src/access/grant.ts';
import type { Ledger } from '../src/access/ports/ledger.ts';
import { agentOf, CHANNEL, pageOf, type SoakTown } from './soak-town.ts';

/** What became of all requests so far; `late`: from each end to its proof, in ms. */
export type Tally = { asked: number; unsure: number; refused: number; decided: number; late: number[]; lost: string[] };
export const newTally = (): Tally => ({ asked: 0, unsure: 0, refused: 0, decided: 0, late: [], lost: [] });

const LOOK = 1_000;
/** Who sees nothing of what they did does it again; ms. */
const PATIENCE = 5_000;
/** What takes longer than this is lost; a busy machine and its faults stay far below; ms. */
const LOST = 300_000;
/** Before an end that is not left to the clock; ms. */
const STAY = 20_000;
/** Until who asked has heard that it was refused; ms. */
const ANSWER = 30_000;
const REFUSED = /nothing was changed|Try again/i;

type Scene = { town: SoakTown; ledger: Ledger; tally: Tally };

/** One request from its command to its end, as the number has it: denied, cancelled, released, revoked, extended, or left to expire. */
export async function life({ town, ledger, tally }: Scene, number: number): Promise<void> {
  const ticket = `S${number}`;
  const fate = number % 10;
  const [agent, lead] = [agentOf(number), number % 3 === 0 ? 'U0LOU' : 'U0LEA'];
  const say = (user: string, line: string) => town.workspace.as(user).command(CHANNEL, `/access ${line}`);
  const current = async () => (await ledger.byTicket(ticket, 1).catch(() => []))[0];

  /** Waits until it is so, and does the act again and again meanwhile; answers the grant as it was then. */
  async function until(
    is: (grant: Grant) => boolean,
    act?: (grant: Grant) => Promise<unknown>,
    over?: () => boolean,
  ): Promise<Grant | null> {
    const begin = performance.now();
    for (let acted = Number.NEGATIVE_INFINITY; performance.now() - begin < LOST; await sleep(LOOK)) {
      const grant = await current();
      if (grant && is(grant)) return grant;
      if (!grant && over?.()) return null;
      if (!grant || !act || performance.now() - acted < PATIENCE) continue;
      acted = performance.now();
      await act(grant);
    }
    tally.lost.push(`${ticket} ${(await current())?.state ?? 'was never there'}`);
    return null;
  }

  /** Where Meta or Slack failed in that moment, only the one who asked is told that nothing was changed. */
  const refusedLater = () =>
    town.workspace
      .ephemerals(agent)
      .some(({ ts, text }) => Number(ts) * 1_000 >= begun && Number(ts) * 1_000 < begun + ANSWER && REFUSED.test(text));

  tally.asked += 1;
  const begun = Date.now();
  const typed = await say(agent, `request page ${pageOf(number * 7)} for ticket ${ticket} as analyst for 60s`);
  if (wasRefused(typed)) tally.refused += 1;
  else if (typed.status !== 'acked') tally.unsure += 1;
  if (wasRefused(typed) || typed.status !== 'acked') return;
  if (!(await until(() => true, undefined, refusedLater))) {
    if (refusedLater()) tally.refused += 1;
    return;
  }

  if (fate < 2) {
    const act = (id: string) => (fate === 0 ? say(lead, `deny ${id} wrong customer`) : say(agent, `cancel ${id}`));
    if (
      await until(
        ({ state }) => state !== 'pending',
        ({ id }) => act(id),
      )
    )
      tally.decided += 1;
    return;
  }
  const approve = async ({ id, ...grant }: Grant) => {
    const card = 'card' in grant ? grant.card : undefined;
    if (number % 2 === 0 || !card) return say(lead, `approve ${id}`);
    return town.workspace.as(lead).click({ channel: CHANNEL, ts: card }, 'hallpass_approve', { stale: true });
  };
  if (!(await until(({ state }) => state !== 'pending', approve))) return;
  if (!(await until(({ state }) => state !== 'granting'))) return;
  await sleep(STAY);
  const grant = await current();
  if (grant && (fate === 5 || fate === 6)) await say(lead, `extend ${grant.id} by 20s`);
  const end = ({ id }: Grant) =>
    fate === 4 ? say(lead, `revoke ${id} because the ticket is solved`) : say(agent, `release ${id}`);
  const last = await until(({ state }) => state === 'ended' || state === 'failed', fate < 5 ? end : undefined);
  if (last?.state === 'ended') tally.late.push(last.provedAt - last.endsAt);
  else if (last) tally.lost.push(`${ticket} ${last.state}`);
}

const wasRefused = ({ status, body }: DispatchResult): boolean =>
  status === 'acked' && REFUSED.test(JSON.stringify(body ?? ''));

const QUERIES = [
  'mine',
  'pending',
  'help',
  'who page PAGE',
  'show page PAGE',
  'log page PAGE',
  'log ticket TICKET',
  '',
];

/** Somebody asks something, opens the form, or opens their Home. */
export async function ask({ town }: Pick<Scene, 'town'>, number: number): Promise<void> {
  const person = town.workspace.as(agentOf(number));
  const query = QUERIES[number % (QUERIES.length + 1)];
  if (query === undefined) await person.openHome();
  else {
    const line = query.replace('PAGE', pageOf(number)).replace('TICKET', `S${Math.max(0, number - 100)}`);
    await person.command(CHANNEL, `/access ${line}`.trim());
  }
  if (query === '') await person.closeModal().catch(() => {});
}

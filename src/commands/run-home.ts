import type { SlackUserId } from '../access/grant.ts';
import { isApprover } from '../access/policy.ts';
import { homeView } from '../views/home.ts';
import type { Scene } from './scene.ts';

const MOST = 30;

/** Draws the Home tab: a person's own grants in every business, and where they are a lead, what waits for their decision. */
export async function runHome({ branches, messenger }: Scene, user: SlackUserId): Promise<void> {
  const parts = await Promise.all(
    branches.map(async ({ desk }) => {
      const lead = await isApprover(desk.business.rules, desk.directory, user);
      const mine = await desk.ledger.byPerson(user, MOST);
      const waiting = lead ? (await desk.ledger.pending(MOST)).filter(({ requester }) => requester !== user) : [];
      return { lead, mine, waiting, now: desk.clock.now() };
    }),
  );
  const [first] = parts;
  const view = homeView({
    mine: parts.flatMap(({ mine }) => mine).sort((a, b) => b.requestedAt - a.requestedAt),
    waiting: parts.flatMap(({ waiting }) => waiting),
    lead: parts.some(({ lead }) => lead),
    now: first?.now ?? 0,
  });
  await messenger.publishHome(user, view);
}

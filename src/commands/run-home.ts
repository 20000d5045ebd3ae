import type { SlackUserId } from '../access/grant.ts';
import { isApprover } from '../access/policy.ts';
import { homeView, refusedHome } from '../views/home.ts';
import { refusalText } from '../views/refusal.ts';
import { notMember } from './members-only.ts';
import type { Scene } from './scene.ts';

const MOST = 30;
/** What waits for a customer for days must not keep out of sight what waits for a lead. */
const MOST_WAITING = 500;

/** Draws the Home tab: a person's own grants in every business, and where they are a lead, what waits for their decision. */
export async function runHome({ branches, messenger }: Scene, user: SlackUserId): Promise<void> {
  const [{ desk } = {}] = branches;
  const refusal = desk ? await notMember(desk, user, 'mine') : null;
  if (refusal) return messenger.publishHome(user, refusedHome(refusalText(refusal)));
  const parts = await Promise.all(
    branches.map(async ({ desk }) => {
      const lead = await isApprover(desk.business.rules, desk.directory, user);
      const mine = await desk.ledger.byPerson(user, MOST);
      const open = lead ? await desk.ledger.pending(MOST_WAITING) : [];
      const waiting = open.filter(({ requester, share }) => requester !== user && !share);
      return { lead, mine, waiting: waiting.slice(0, MOST), now: desk.clock.now() };
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

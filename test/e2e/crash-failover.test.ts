import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { type ChaosTown, chaosTown } from '../chaos/town.ts';
import { eventually } from '../support/eventually.ts';
import { ask, insist, reaches } from '../support/play.ts';
import { inHand } from '../support/whole.ts';

const ANA = { user: 'U0ANA', asset: 'page 1002', ticket: '1', duration: '3s' };
const BEN = { user: 'U0BEN', asset: 'act_2002', ticket: '2', duration: '1s' };

const cards = ({ workspace }: ChaosTown, id: string) =>
  workspace
    .messages('C0SUPPORT')
    .filter(({ metadata }) => (metadata?.event_payload as { key?: string } | undefined)?.key === `card-${id}`);

/** Until it is over, from the request on. */
async function whole(town: ChaosTown, wish: typeof BEN): Promise<void> {
  const { id } = await ask(town, wish);
  await eventually(() => expect(cards(town, id)).toHaveLength(1));
  await insist(town, 'U0LEA', `/access approve ${id}`);
  await reaches(town, wish.ticket, ['ended']);
}

it('a replica that is behind takes over: what it never knew was given to nobody and told to nobody', {
  timeout: 60_000,
}, async () => {
  const town = await chaosTown({ bots: 1 });
  try {
    town.balance(0);
    const { id } = await ask(town, ANA);
    await insist(town, 'U0LEA', `/access approve ${id}`);
    await reaches(town, ANA.ticket, ['active']);
    await eventually(async () => expect(await town.pair.inStep()).toBe(true));
    await eventually(async () => expect(await inHand(town)).toEqual({}));

    town.pair.fallBehind();
    const lost = await ask(town, BEN);
    await insist(town, 'U0LEA', `/access approve ${lost.id}`);
    await reaches(town, BEN.ticket, ['granting']);
    // What ends is taken away all the same.
    await eventually(() => expect(town.held()).toBe(town.baseline));
    await sleep(300);
    expect(town.held()).toBe(town.baseline);
    expect(cards(town, lost.id)).toEqual([]);

    expect(await town.pair.failOver(100)).toBe(true);
    await reaches(town, ANA.ticket, ['ended']);
    expect(await town.ledger.byTicket(BEN.ticket, 5)).toEqual([]);
    await whole(town, BEN);
    expect((await town.ledger.byTicket(BEN.ticket, 5)).map((grant) => grant.id)).toEqual([lost.id]);
    expect(cards(town, lost.id)).toHaveLength(1);
    expect(town.held()).toBe(town.baseline);
  } finally {
    await town.stop();
  }
});

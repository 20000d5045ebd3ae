import type { GrantIn } from '../access/grant.ts';
import type { Lease } from '../access/ports/ledger.ts';
import { type Message, SlackError } from '../access/ports/slack.ts';
import type { Finding } from '../access/ports/watch.ts';
import { backAgain, findingCard, findingKey, heldBack } from '../views/finding.ts';
import type { ReconcileDeps } from './reconcile.ts';
import { sayOnce, wasSaid } from './say-once.ts';

/** So many cards of one finding each; more at once share one. */
const SINGLE = 3;
/** As many as one card shows. */
const LISTED = 40;

/** Tells leads of findings, each once and as calmly as it may be, and whoever runs Hallpass of what came back and of what was held back. */
export function createFindingTeller({ desk, messenger, once, log }: ReconcileDeps) {
  const { business, ledger, clock } = desk;
  const [leads = ''] = business.channels;
  const operators = business.rules.opsChannel ?? leads;
  const deps = { messenger, once, clock };

  async function unlessSlack(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof SlackError)) throw error;
      log.warn({ code: error.code }, 'Slack did not take what reconciling tells, it comes again');
    }
  }

  /** Posts a card, unless whoever died in between had posted it. */
  async function post(findings: readonly Finding[]): Promise<void> {
    const [first] = findings;
    if (!first) return;
    const key = `found-${findingKey(first)}-${first.at}`;
    const said = { channel: leads, key };
    const begun = await once.begin(key, clock.now());
    const since = begun === 'said' ? first.at : begun.since;
    const there = begun !== 'said' && begun.first ? null : await messenger.find({ ...said, since });
    const place = there ?? (await messenger.post({ ...said, message: findingCard(findings) }));
    await once.said(key);
    for (const { state, ...finding } of findings) {
      const card = { channel: place.channel, ts: place.ts, shown: state };
      await ledger.watch.change(findingKey({ state, ...finding }), shownOn(card));
    }
  }

  /** A finding that is settled and told. What was found there since is another. */
  const forget = (finding: Finding) =>
    ledger.watch.change(findingKey(finding), (known) => (known && isOver(known) ? { finding: null } : null));

  /** Shows what became of a card's findings, and forgets them when all is over. */
  async function show(findings: readonly Finding[]): Promise<void> {
    const card = findings[0]?.card;
    if (!card) return;
    if (findings.some(({ state, card }) => card?.shown !== state)) {
      await messenger.update(card, findingCard(findings)).catch(unlessGone);
      for (const finding of findings) {
        const shown = { ...card, shown: finding.state };
        await ledger.watch.change(findingKey(finding), shownOn(shown));
      }
    }
    if (findings.every(isOver)) for (const finding of findings) await forget(finding);
  }

  return {
    /** Access that was proved to be gone is there again. */
    back: (grant: GrantIn<'ended'>): Promise<void> =>
      unlessSlack(async () => {
        const said = { channel: operators, key: `back-${grant.id}-${grant.drift?.at}` };
        if (await wasSaid(deps, said)) return;
        await messenger.post({ ...said, message: backAgain(grant) });
        await once.said(`${said.key}:${said.channel}`);
      }),

    async tell(lease: Lease): Promise<void> {
      const state = await ledger.watch.state();
      const { stopped } = state ?? {};
      if (stopped !== undefined) {
        for (const channel of new Set([operators, leads])) {
          const name = business.name ?? business.key;
          const words: Message = heldBack({ name, button: channel === leads });
          const said = { channel, key: `watch-stopped-${stopped}`, message: words };
          await unlessSlack(() => sayOnce(deps, said, lease));
        }
      }
      const all = [...(await ledger.watch.findings()).values()];
      const cards = Map.groupBy(
        all.filter(({ card }) => card),
        ({ card }) => card?.ts,
      );
      for (const findings of cards.values()) await unlessSlack(() => show(findings));
      const untold = all.filter(({ card }) => !card);
      for (const finding of untold.filter(isOver)) await forget(finding);
      const open = untold.filter(({ state }) => state === 'open');
      // Before everything was looked at once, nothing is told, so that the first word is one list.
      if (state?.first === undefined || open.length === 0) return;
      if (open.length > SINGLE) await unlessSlack(() => post(open.slice(0, LISTED)));
      else for (const finding of open) await unlessSlack(() => post([finding]));
    },
  };
}

const shownOn = (card: Finding['card']) => (known: Finding | null) =>
  known && card ? { finding: { ...known, card } } : null;

const isOver = ({ state }: Finding): boolean => state !== 'open' && state !== 'removing';

/** Somebody deleted the card. */
function unlessGone(error: unknown): void {
  if (!(error instanceof SlackError && error.code === 'message_not_found')) throw error;
}

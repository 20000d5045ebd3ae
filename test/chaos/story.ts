import { setTimeout as sleep } from 'node:timers/promises';
import { everything, inHand } from '../support/whole.ts';
import { archiveViolations } from './archived.ts';
import { ACCOUNTS, PAGES } from './cast.ts';
import { countFaults } from './count.ts';
import { holdingViolations, lateness } from './holdings.ts';
import { lostOf } from './lost.ts';
import { live, type Told, takeBack } from './people.ts';
import { type Plan, plan, type Size } from './plan.ts';
import { calm, strike } from './strike.ts';
import { termViolations } from './terms.ts';
import { auditViolations, slackViolations } from './told.ts';
import { type ChaosTown, chaosTown } from './town.ts';

/** What one seed came to. Times in ms. */
export type Outcome = {
  seed: number;
  /** What must not be, in words; none when all held. */
  violations: string[];
  /** How many of these no time mends. */
  never: number;
  /** How often each fault took place. */
  faults: Record<string, number>;
  grants: number;
  /** What Slack took of people, and nothing came of, not even an answer. */
  lost: number;
  /** Messages that stand in Slack twice. */
  twice: number;
  /** By grant: how long after its end Meta still had it, and until that was proved. */
  overstay: number[];
  proved: number[];
  /** From the end of the last fault until nothing was in hand. */
  recovered: number;
};

export type Options = Partial<Size> & { seed: number };

/** A call that a dead worker was in the middle of may arrive for 9 s, and what failed often is tried again after 30 s at most. */
export const RECOVERY = 90_000;
/** Each request has messages of its own, which come one after the other; ms. */
const EACH = 1_000;

/** Plays a seed's story in a town of its own, and looks at everything when it is over. */
export async function playSeed({ seed, grants = 14, span = 5_000, shares = 3 }: Options): Promise<Outcome> {
  const story = plan(seed, { grants, span, shares });
  const town = await chaosTown({ bots: story.bots });
  try {
    return await playStory(town, story);
  } finally {
    await town.stop();
  }
}

/** Plays a story in a town where others may have been played, and looks at everything when it is over. */
export async function playStory(town: ChaosTown, story: Plan): Promise<Outcome> {
  const faults = countFaults(town);
  const began = Date.now();
  const before = (await everything(town)).length;
  let deadline = Number.POSITIVE_INFINITY;
  let calmed = false;
  const people = story.wishes.map((wish) =>
    live(town, wish, { over: () => performance.now() > deadline, calmed: () => calmed }),
  );
  try {
    await Promise.all(story.strikes.map((one) => strike(one, town, faults.tell)));
    calm(town);
    calmed = true;
    const since = performance.now();
    deadline = since + Math.max(RECOVERY, story.wishes.length * EACH);
    const told = await Promise.all(people);
    await settled(town, deadline);
    const recovered = performance.now() - since;
    return { seed: story.seed, ...(await judged(town, told, faults.told(), { before, since: began })), recovered };
  } finally {
    deadline = 0;
    await Promise.allSettled(people);
  }
}

/** Until nothing is in hand and all is over, or too late. */
async function settled(town: ChaosTown, deadline: number): Promise<void> {
  while (performance.now() < deadline) {
    const over = await everything(town)
      .then((all) => all.every(({ grant }) => ['ended', 'denied', 'cancelled', 'failed'].includes(grant.state)))
      .catch(() => false);
    const waits = await inHand(town).catch(() => ({ unknown: 1 }));
    if (over && Object.keys(waits).length === 0) return;
    await takeBack(town);
    await sleep(300);
  }
}

async function judged(
  town: ChaosTown,
  told: readonly Told[],
  faults: Record<string, number>,
  { before, since }: { before: number; since: number },
) {
  const all = await everything(town);
  const places = [...PAGES, ...ACCOUNTS];
  const book = town.graph.ledger;
  const audit = await auditViolations(town, all);
  const archive = await archiveViolations(town, all);
  const slack = slackViolations(town, all);
  const { lost, wrong } = await lostOf(town, told, since);
  const fresh = all.slice(before);
  const late = fresh.map((one) => lateness(one, all, book)).filter((one) => one !== null);
  const never = [
    ...audit.wrong,
    ...archive.wrong,
    ...holdingViolations(all, book, places),
    ...termViolations(all, book, places),
    ...slack.twice.map((key) => `Slack has ${key} twice`),
    ...wrong,
    ...town.fleet.crashes,
  ];
  const unfinished = [
    ...audit.unfinished,
    ...archive.unfinished,
    ...(town.held() === town.baseline ? [] : [`at the end Meta has ${town.held()}, not ${town.baseline}`]),
    ...slack.unfinished,
    ...lost,
  ];
  return {
    violations: [...never, ...unfinished],
    never: never.length,
    faults,
    grants: fresh.length,
    lost: lost.length,
    twice: slack.twice.length,
    overstay: late.map(({ overstay }) => overstay),
    proved: late.map(({ proved }) => proved),
  };
}

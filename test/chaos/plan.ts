import { ACCOUNTS, AGENTS, PAGES } from './cast.ts';
import { dice } from './dice.ts';

/**
 * What becomes of a grant besides running out. `greedy`: it asks for more than the customer permits, and gets nothing; `raise`: a lead
 * tries to give more than that before they give what was asked.
 */
const FATES = [
  'run-out',
  'run-out',
  'run-out',
  'release',
  'revoke',
  'extend',
  'deny',
  'cancel',
  'greedy',
  'raise',
] as const;

/** What somebody asks for, when (ms from the beginning), and what becomes of it so many ms after it is active. */
export type Wish = {
  at: number;
  user: string;
  asset: string;
  ticket: string;
  level: string;
  seconds: number;
  fate: (typeof FATES)[number];
  after: number;
  /** A level that the customer does not permit there, if there is one. */
  beyond?: string | undefined;
};

/** Every kind of fault. Some name where they strike, all take the numbers of a strike as they need them. */
export const KINDS = [
  'kill',
  'kill-before-command',
  'kill-after-command',
  'line-cut-before-command',
  'line-cut-after-command',
  'line-severed',
  'line-silent',
  'bot-frozen',
  'clock-step',
  'upgrade',
  'redis-killed',
  'redis-frozen',
  'redis-failover',
  'redis-failover-behind',
  'redis-out-of-memory',
  'graph-5xx',
  'graph-error',
  'graph-empty',
  'graph-success-false',
  'graph-hang',
  'graph-hang-after-effect',
  'graph-cut-before-effect',
  'graph-cut-after-effect',
  'graph-no-effect',
  'graph-late-effect',
  'graph-slow-effect',
  'graph-lag',
  'graph-slow',
  'graph-throttle',
  'graph-null-item',
  'slack-429',
  'slack-error',
  'slack-5xx',
  'slack-hang',
  'slack-cut-before-post',
  'slack-cut-after-post',
] as const;
export type Kind = (typeof KINDS)[number];

/** One fault: when (ms from the beginning), at which bot, for how long (ms), at the how-manieth command or for how many calls. */
export type Strike = { at: number; kind: Kind; bot: number; ms: number; commands: number; calls: number };
export type Plan = { seed: number; bots: number; wishes: Wish[]; strikes: Strike[] };

/** How many requests there are, for how long they come (ms), and how many seeds one after another have every kind between them. */
export type Size = { grants: number; span: number; shares: number };
/** A story of this length (ms) has every one of its faults once; a longer one has more, as thick. */
const USUAL = 5_000;
/** Faults come for longer than requests. */
const LONGER = 1.6;

/** The story of a seed: the same plan every time, though the machine decides anew how its processes meet. */
export function plan(seed: number, { grants, span, shares }: Size): Plan {
  const die = dice(seed);
  const everywhere = [...PAGES, ...ACCOUNTS];
  // Most are of few people on few assets, so that they overlap.
  const crowd = { users: [die.of(AGENTS), die.of(AGENTS)], places: [die.of(everywhere), die.of(everywhere)] };
  const wishes = Array.from({ length: grants }, (_, index): Wish => {
    const crowded = die.from(1, 3) > 1;
    const place = die.of(crowded ? crowd.places : everywhere);
    const fate = die.of(FATES);
    const needy = ['greedy', 'raise'].includes(fate) && place.beyond === undefined;
    const greedy = fate === 'greedy' && !needy;
    return {
      at: die.from(0, span),
      user: die.of(crowded ? crowd.users : AGENTS).id,
      asset: place.asked,
      ticket: `${seed}${String(index).padStart(4, '0')}`,
      level: greedy ? (place.beyond ?? '') : die.of(place.levels),
      seconds: die.from(1, 4),
      fate: needy ? 'run-out' : fate,
      after: die.from(0, 900),
      beyond: place.beyond,
    };
  });
  const bots = die.from(2, 3);
  const each = Math.ceil(KINDS.length / shares);
  // One deck for as many seeds as share the kinds.
  const own = dice(-1 - Math.floor(seed / shares))
    .mixed(KINDS)
    .slice((seed % shares) * each, ((seed % shares) + 1) * each);
  const longer = Math.max(0, Math.round(span / USUAL) - 1);
  const more = Array.from({ length: die.from(0, 4) + each * longer }, () => die.of(KINDS));
  const strikes = [...own, ...more].map(
    (kind): Strike => ({
      at: die.from(0, span * LONGER),
      kind,
      bot: die.from(0, bots - 1),
      ms: die.from(300, 2_500),
      commands: die.from(1, span / 12),
      calls: die.from(1, 6),
    }),
  );
  return { seed, bots, wishes, strikes: strikes.sort((a, b) => a.at - b.at) };
}

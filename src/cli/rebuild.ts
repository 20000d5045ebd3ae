import { join } from 'node:path';
import type { Desk } from '../access/desk.ts';
import { type Grant, isLive } from '../access/grant.ts';
import { beforeOf, type Obligation, type Obligations, obligationsOf, pairOf } from '../archive/obligations.ts';
import { segmentsIn, tailOf } from '../archive/segments.ts';
import { mustHold } from '../archive/verify.ts';
import type { Redis } from '../store/connection.ts';
import { createRebuild } from '../store/rebuild.ts';

export type RebuildOptions = { from: string; dryRun: boolean; acceptFaults: boolean };
export type Reach = { redis: Redis; desk: Desk };

/** Why a business can't be built anew. */
class Refused extends Error {}

/**
 * Builds a business that Redis lost anew from its archive: all that is not over, with its deadlines and what people held before.
 * Answers what was done, a line each, and whether it went well. The next start of the bot proves at Meta what was being given or ended.
 */
export async function rebuild(
  { redis, desk }: Reach,
  options: RebuildOptions,
): Promise<{ ok: boolean; lines: string[] }> {
  const { key } = desk.business;
  const folder = join(options.from, key);
  try {
    if ((await segmentsIn(folder)).length === 0)
      return { ok: true, lines: [`${key}: nothing is archived in ${folder}`] };
    await mustHold(folder, options.acceptFaults);
    const found = await obligationsOf(folder);
    const builder = createRebuild({ redis, business: desk.business });
    if (!(await builder.isFree(found.tail))) {
      throw new Refused('Redis holds state of this business already, which would be mixed up; give it an empty Redis');
    }
    const all = [...(await withBefore(desk, found.open)), ...found.leaving.map(asked)];
    const lines = all.map(({ line }) => `${key}: ${line}`);
    if (!options.dryRun) await build(builder, found, all, desk);
    const stands = found.standing.size;
    if (stands > 0) lines.push(`${key}: ${stands} that leads let stand`);
    const done = options.dryRun ? 'would be built anew' : 'built anew';
    lines.push(`${key}: ${all.length} ${done}, ${found.over} are over, up to number ${found.highest}`);
    return { ok: true, lines };
  } catch (error) {
    return { ok: false, lines: [`${key}: ${error instanceof Error ? error.message : String(error)}`] };
  }
}

/** Lets a business go on with what Redis and the archive have now, whatever is lost. Names what the archive knows to be open and Redis does not: nobody ends it. */
export async function acceptLoss({ redis, desk }: Reach, dir: string): Promise<string[]> {
  const { key } = desk.business;
  const folder = join(dir, key);
  const [tail, { open, highest }] = [await tailOf(folder), await obligationsOf(folder)];
  const lost: string[] = [];
  for (const one of open) if (!(await desk.ledger.get(one.grant.id))) lost.push(`${key}: lost: ${describe(one)}`);
  await createRebuild({ redis, business: desk.business }).acceptLoss(tail, highest);
  return [...lost, `${key}: goes on behind line ${tail.seq} of the archive`];
}

type Known = Obligation & { line: string };

/** With what people held before Hallpass; where that is not archived, it is said what it is taken for. */
async function withBefore({ meta }: Desk, open: readonly Obligation[]): Promise<Known[]> {
  const known: Known[] = [];
  for (const one of open) {
    const { grant } = one;
    const pair = isLive(grant) ? pairOf(open, grant) : [];
    if (pair.length === 0) {
      known.push({ ...one, line: describe(one) });
      continue;
    }
    const { before, assumed } = await beforeOf(pair, () => meta.held(grant.asset, grant.principal));
    const said = assumed
      ? `; what was held before is not archived, taken as ${before.baseline.join(', ') || 'nothing'}`
      : '';
    known.push({ ...one, before, line: `${describe(one)}${said}` });
  }
  return known;
}

/** Lost state takes nothing by itself, so a lead decides whether the business leaves the asset. */
const asked = (one: Obligation): Known => ({
  ...one,
  grant: { ...one.grant, leave: 'ask' } as Grant,
  line: `${describe(one)}; the asset was to be left, a lead is asked about that`,
});

const describe = ({ grant }: Obligation): string =>
  `${grant.id} ${grant.state} ${grant.requester} ${grant.asset.kind}:${grant.asset.id} for ticket ${grant.ticket}`;

async function build(
  builder: ReturnType<typeof createRebuild>,
  { tail, ...known }: Obligations,
  all: readonly Known[],
  { clock }: Desk,
): Promise<void> {
  const stood = [...known.standing.values()];
  const past = [...all.flatMap(({ events }) => events), ...stood].toSorted((a, b) => compareIds(a.id, b.id));
  await builder.begin(tail, known, past);
  for (const one of all) await builder.restore(one, clock.now());
  await builder.finish(tail);
}

const compareIds = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

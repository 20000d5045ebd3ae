import { describe, expect, it } from 'vitest';
import type { Switches } from '../../demo/graph/server.ts';
import { approve } from '../../src/access/approve.ts';
import type { AssetRef } from '../../src/access/asset.ts';
import { release, revoke } from '../../src/access/end.ts';
import { extend } from '../../src/access/extend.ts';
import type { PrincipalId } from '../../src/access/grant.ts';
import type { Wish } from '../../src/access/request.ts';
import { covers, normal } from '../../src/access/tasks.ts';
import { type Choices, covering } from './covering.ts';
import { value } from './desk.ts';
import { HOUR, MINUTE } from './grants.ts';
import { ACME, ANA, BEN, CAFE, EU, HELP, type MetaDesk, metaDesk } from './meta-desk.ts';

type Uncertain = Pick<
  Switches,
  | 'replaceTasks'
  | 'readLagMs'
  | 'profilePlus'
  | 'deleteUnassigned'
  | 'requirePageTokenOnWrite'
  | 'unknownExtraTask'
  | 'expandTasks'
  | 'foreignTokenError'
  | 'ceilingError'
  | 'proof'
  | 'pageLimitCap'
  | 'filteredShortPages'
  | 'successAsString'
  | 'requireBusinessOnWrite'
  | 'clientPagesPermittedTasks'
  | 'usageHeaders'
>;

/** Everything about Meta that is uncertain and that a grant can notice. */
const choices: Choices<Uncertain> = {
  replaceTasks: [true, false],
  readLagMs: [0, 15_000],
  profilePlus: ['newPages', 'always', 'off'],
  deleteUnassigned: ['success', '100', '100/33'],
  requirePageTokenOnWrite: [false, true],
  unknownExtraTask: [null, 'NEW_TASK'],
  expandTasks: [true, false],
  foreignTokenError: ['100/33', '10', '200'],
  ceilingError: ['100', '200', '2620'],
  proof: ['optional', 'required', 'off'],
  pageLimitCap: [100, 2],
  filteredShortPages: [false, true],
  successAsString: [false, true],
  requireBusinessOnWrite: [true, false],
  clientPagesPermittedTasks: [true, false],
  usageHeaders: [false, true],
};
/** Pairs in every run; threes take minutes: `HALLPASS_COMBINE=3 vitest run test/jobs/matrix`. */
const STRENGTH = Number(process.env.HALLPASS_COMBINE ?? 2);
const worlds = covering(choices, STRENGTH);
const ACCOUNT: AssetRef = { kind: 'adaccount', id: '123' };

const named = (world: Uncertain) =>
  Object.entries(world)
    .filter(([name, chosen]) => chosen !== choices[name as keyof Uncertain][0])
    .map(([name, chosen]) => `${name}=${chosen}`)
    .join(' ') || 'Meta as it is documented';

/** What somebody truly holds, by plain names, without the task that nobody asked for. */
const held = (desk: MetaDesk, asset: AssetRef = ACME, who: PrincipalId = ANA) =>
  normal(desk.holds(asset, who)).filter((task) => task !== 'NEW_TASK');

/** Asked for, approved, and worked on until nothing waits any more; answers the grant's id. */
async function settled(desk: MetaDesk, wish: Partial<Wish> = {}): Promise<string> {
  const { id } = await desk.approved({ duration: HOUR, ...wish });
  await desk.pump.settle();
  return id;
}

const state = async (desk: MetaDesk, id: string) => (await desk.now(id)).state;

/** Past its end, and until nothing waits. */
async function past(desk: MetaDesk, span: number): Promise<void> {
  await desk.pump.advance(span);
  await desk.pump.settle();
}

/** Every story in every world whose number leaves this rest: two files share them, since one would be the last to end. */
export function tellStories(half: 0 | 1): void {
  it(`stands for every combination of any two of ${Object.keys(choices).length} uncertain things`, () => {
    const names = Object.keys(choices) as (keyof Uncertain)[];
    for (const a of names) {
      for (const b of names.filter((name) => name > a)) {
        const seen = new Set(worlds.map((world) => `${world[a]} ${world[b]}`));
        expect([a, b, seen.size]).toEqual([a, b, choices[a].length * choices[b].length]);
      }
    }
    console.log(
      `grants are tried in ${worlds.length} worlds, which hold every combination of any ${STRENGTH} settings`,
    );
  });

  const mine = worlds.filter((_, number) => number % 2 === half).map((world) => [named(world), world] as const);
  describe.each(mine)('with %s', (_name, switches) => stories(switches));
}

function stories(switches: Uncertain): void {
  it.each([
    ['a customer’s Page', ACME, 'editor'],
    ['a Page of the new experience', CAFE, 'moderator'],
    ['the business’ own Page', HELP, 'manager'],
    ['an ad account', ACCOUNT, 'advertiser'],
  ] as const)('a grant on %s is given, seen, taken away and seen to be gone', async (_kind, asset, level) => {
    const desk = await metaDesk({ switches });

    const id = await settled(desk, { asset, level });
    const grant = await desk.now(id);
    expect(grant.state).toBe('active');
    expect(covers(held(desk, asset), grant.tasks)).toBe(true);

    await past(desk, HOUR);
    expect(await desk.now(id)).toMatchObject({ state: 'ended', endReason: 'expired' });
    expect(held(desk, asset)).toEqual([]);
  });

  it('a grant on a project is given, seen, taken away and seen to be gone', async () => {
    const desk = await metaDesk({ switches });
    const { world } = desk.graph;
    world.addGroup({ id: '6001', name: 'Acme', business: EU, assets: ['1001', '123', 'act_123'] });

    const id = await settled(desk, { asset: { kind: 'group', id: '6001' } });
    expect([await state(desk, id), world.holdsGroup('6001', ANA)]).toEqual([
      'active',
      ['ACCOUNTS.ANALYZE', 'PAGES.ANALYZE'],
    ]);

    await past(desk, HOUR);
    expect([await state(desk, id), world.holdsGroup('6001', ANA)]).toEqual(['ended', []]);
  });

  it('what somebody held before is theirs again, no more and no less', async () => {
    const desk = await metaDesk({ switches });
    // Older than any read can be.
    desk.clock.move(MINUTE);

    const id = await settled(desk, { requester: 'U0BEN', asset: HELP, level: 'editor' });
    expect(await state(desk, id)).toBe('active');

    await past(desk, HOUR);
    expect([await state(desk, id), held(desk, HELP, BEN)]).toEqual(['ended', ['ANALYZE']]);
  });

  it('of two grants each leaves what the other needs', async () => {
    const desk = await metaDesk({ switches });
    const ads = await settled(desk, { level: 'advertiser', duration: HOUR });
    await desk.pump.advance(10 * MINUTE);
    const moderation = await settled(desk, { level: 'moderator', ticket: '457', duration: 3 * HOUR });
    expect(covers(held(desk), ['ADVERTISE', 'ANALYZE', 'MODERATE'])).toBe(true);

    await past(desk, HOUR);
    expect([await state(desk, ads), await state(desk, moderation)]).toEqual(['ended', 'active']);
    expect(covers(held(desk), (await desk.now(moderation)).tasks)).toBe(true);

    await past(desk, 3 * HOUR);
    expect([await state(desk, moderation), held(desk)]).toEqual(['ended', []]);
  });

  it('a longer one is narrowed to what a shorter, higher one leaves behind', async () => {
    const desk = await metaDesk({ switches });
    const wide = await settled(desk, { level: 'editor', duration: HOUR });
    const narrow = await settled(desk, { level: 'analyst', ticket: '457', duration: 3 * HOUR });

    await past(desk, HOUR + MINUTE);

    expect([await state(desk, wide), await state(desk, narrow), held(desk)]).toEqual(['ended', 'active', ['ANALYZE']]);
  });

  it('an extension moves the end, a release and a revocation bring it near', async () => {
    const desk = await metaDesk({ switches });
    const id = await settled(desk);
    value(await extend(desk, { actor: 'U0ANA', id, duration: HOUR }));
    value(await approve(desk, { actor: 'U0LEA', id }));
    await past(desk, HOUR);
    expect([await state(desk, id), held(desk)]).toEqual(['active', ['ANALYZE']]);
    value(await release(desk, { actor: 'U0ANA', id }));
    await desk.pump.settle();
    expect([await state(desk, id), held(desk)]).toEqual(['ended', []]);

    const other = await settled(desk, { requester: 'U0BEN' });
    value(await revoke(desk, { actor: 'U0LEA', id: other, because: 'wrong customer' }));
    await desk.pump.settle();
    expect([await state(desk, other), held(desk, ACME, BEN)]).toEqual(['ended', []]);
  });

  it.each(['cut-before', 'cut-after', 'empty', 'success-false'] as const)(
    'each first write that ends in %s is settled by reading',
    async (kind) => {
      const desk = await metaDesk({ switches });
      const { id } = await desk.approved({ duration: HOUR });
      desk.graph.faults.next({ method: 'POST', edge: 'assigned_users' }, { kind });
      desk.graph.faults.next({ method: 'DELETE', edge: 'assigned_users' }, { kind });

      await desk.pump.settle();
      expect([await state(desk, id), held(desk)]).toEqual(['active', ['ANALYZE']]);

      await past(desk, HOUR);
      expect([await state(desk, id), held(desk), desk.graph.faults.waiting()]).toEqual(['ended', [], 0]);
    },
  );

  it('more than the customer permits by now is refused, and nothing is said to be given', async () => {
    const desk = await metaDesk({ switches });
    const { id } = await desk.approved({ level: 'moderator' });
    desk.graph.world.share({ asset: ACME.id, business: EU, tasks: ['ANALYZE'] });

    await desk.pump.settle();

    expect([await state(desk, id), held(desk)]).toEqual(['failed', []]);
    expect(await desk.history(id)).not.toContain('activated');
  });

  it('an asset that the customer takes back ends the grant, and nothing is held', async () => {
    const desk = await metaDesk({ switches });
    const id = await settled(desk);
    desk.graph.world.unshare({ asset: ACME.id, business: EU });

    await past(desk, HOUR);

    expect([await state(desk, id), held(desk)]).toEqual(['ended', []]);
  });

  it('what somebody else took away meanwhile is not given again at the end', async () => {
    const desk = await metaDesk({ switches });
    const id = await settled(desk);
    desk.graph.world.unassign({ asset: ACME.id, user: ANA });

    await past(desk, HOUR);

    expect([await state(desk, id), held(desk)]).toEqual(['ended', []]);
  });
}

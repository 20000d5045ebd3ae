import type { Town } from '../../demo/town.ts';

const EU = '100000000000001';
const MODEST = ['ADVERTISE', 'ANALYZE', 'MODERATE', 'MESSAGING'];

/** Where one may ask for access: how it is asked for, its id at Meta, levels that the customer permits, and one that goes beyond. */
export type Place = {
  asked: string;
  id: string;
  levels: readonly string[];
  ceiling: readonly string[];
  beyond?: string;
};

const page = (id: string, ceiling: readonly string[], levels: readonly string[], beyond?: string): Place => ({
  asked: `page ${id}`,
  id,
  levels,
  ceiling,
  ...(beyond ? { beyond } : {}),
});
const account = (id: string, ceiling: readonly string[], levels: readonly string[], beyond?: string): Place => ({
  ...page(id, ceiling, levels, beyond),
  asked: id,
});

const NEW = ['5001', '5002', '5003', '5004'];
export const PAGES: readonly Place[] = [
  page('1002', ['ANALYZE'], ['analyst'], 'editor'),
  ...NEW.map((id) => page(id, MODEST, ['analyst', 'advertiser', 'moderator'], 'editor')),
];
export const ACCOUNTS: readonly Place[] = [
  account('act_123', ['ADVERTISE', 'ANALYZE'], ['analyst', 'advertiser']),
  account('act_2002', ['ANALYZE'], ['analyst'], 'advertiser'),
];

/** Who asks. */
export const AGENTS = [
  { id: 'U0ANA', principal: '900000000000001' },
  { id: 'U0BEN', principal: '900000000000002' },
  { id: 'U0CLEO', principal: '900000000000005' },
  { id: 'U0DINO', principal: '900000000000006' },
] as const;
export const LEADS = ['U0LEA', 'U0LOU'] as const;

/** Puts those into the town that the demo does not have, and what one of them holds beforehand. */
export function seedCast({ workspace, graph: { world } }: Town): void {
  for (const { id, principal } of AGENTS.slice(2)) {
    const name = id.slice(2).toLowerCase();
    const email = `${name}@northwind.example`;
    workspace.addUser({ id, name, realName: name, email });
    world.addPerson({ business: EU, id: principal, name, email });
  }
  const members = [...AGENTS.map(({ id }) => id), ...LEADS, 'U0HALLPASS'];
  workspace.addChannel({ id: 'C0SUPPORT', name: 'support', members });
  for (const id of NEW) {
    world.addPage({ id, name: `Customer ${id}` });
    world.share({ asset: id, business: EU, tasks: MODEST });
  }
  world.assign({ asset: '5001', user: AGENTS[2].principal, tasks: ['ANALYZE'] });
  world.assign({ asset: '5002', user: AGENTS[1].principal, tasks: ['MODERATE', 'ANALYZE'] });
  world.assign({ asset: '5003', user: AGENTS[0].principal, tasks: ['ANALYZE'] });
  world.assign({ asset: '5004', user: AGENTS[3].principal, tasks: ['MESSAGING'] });
}

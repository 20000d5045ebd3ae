import type { World } from './world.ts';

const EU = '100000000000001';
const US = '100000000000002';
const ALL_BUT_MANAGE = [
  'CREATE_CONTENT',
  'MODERATE',
  'MESSAGING',
  'ADVERTISE',
  'ANALYZE',
  'MANAGE_LEADS',
  'VIEW_MONETIZATION_INSIGHTS',
];

/** The demo's cast: two businesses, their people, and assets in every kind of standing. */
export function seedDemo(world: World): void {
  world.addBusiness({ id: EU, name: 'Northwind EU', token: 'EAADEMOEU' });
  world.addBusiness({ id: US, name: 'Northwind US', token: 'EAADEMOUS' });

  const person = (business: string, id: string, name: string, role = 'EMPLOYEE') => {
    const email = `${name.split(' ')[0]?.toLowerCase()}@northwind.example`;
    world.addPerson({ business, id, name, email, role });
  };
  person(EU, '900000000000001', 'Ana Ruiz');
  person(EU, '900000000000002', 'Ben Okafor');
  person(EU, '900000000000003', 'Lea Brandt', 'ADMIN');
  person(EU, '900000000000004', 'Lou Martin', 'ADMIN');
  person(US, '910000000000001', 'Ana Ruiz');
  person(US, '910000000000003', 'Lea Brandt', 'ADMIN');

  seedEu(world);
  seedUs(world);
  // Ben's baseline: what he held before anybody asked for anything.
  world.assign({ asset: '1001', user: '900000000000002', tasks: ['ANALYZE'] });
}

function seedEu(world: World): void {
  world.addPage({ id: '123', name: 'Acme Shoes' });
  const acme = ['ADVERTISE', 'ANALYZE', 'CREATE_CONTENT', 'MODERATE', 'MESSAGING'];
  world.share({ asset: '123', business: EU, tasks: acme });
  world.addPage({ id: '1001', name: 'Northwind Help', owner: EU });
  world.addPage({ id: '1002', name: 'Blue Bottle Bikes' });
  world.share({ asset: '1002', business: EU, tasks: ['ANALYZE'] });
  world.addPage({ id: '1003', name: 'Café Lumière', newPagesExperience: true });
  world.share({ asset: '1003', business: EU, tasks: ALL_BUT_MANAGE });
  world.addPage({ id: '1004', name: 'Dune Travel' });
  world.pend({ asset: '1004', business: EU, tasks: ['ADVERTISE', 'ANALYZE'] });
  world.addPage({ id: '1005', name: 'Elm Books' });

  world.addAdAccount({ id: 'act_123', name: 'Acme Shoes Ads' });
  world.share({ asset: 'act_123', business: EU, tasks: ['ADVERTISE', 'ANALYZE'] });
  world.addAdAccount({ id: 'act_2001', name: 'Northwind Ads', owner: EU });
  world.addAdAccount({ id: 'act_2002', name: 'Blue Bottle Ads' });
  world.share({ asset: 'act_2002', business: EU, tasks: ['ANALYZE'] });
  world.addAdAccount({ id: 'act_2003', name: 'Dune Ads' });
  world.pend({ asset: 'act_2003', business: EU, tasks: ['ADVERTISE', 'ANALYZE'] });
}

function seedUs(world: World): void {
  world.addPage({ id: '3001', name: 'Northwind Help US', owner: US });
  world.addPage({ id: '3002', name: 'Fable Toys' });
  world.share({ asset: '3002', business: US, tasks: ['ADVERTISE', 'ANALYZE', 'MODERATE'] });
  world.addAdAccount({ id: 'act_4001', name: 'Fable Ads' });
  world.share({ asset: 'act_4001', business: US, tasks: ['ADVERTISE', 'ANALYZE'] });
}

import { describe, expect, it } from 'vitest';
import { adAccountFields, pageFields } from '../../demo/graph/fields/asset-fields.ts';
import { businessFields } from '../../demo/graph/fields/business-fields.ts';
import {
  facebookUserFields,
  pendingUserFields,
  personFields,
  systemUserFields,
} from '../../demo/graph/fields/people-fields.ts';
import type { Route } from '../../demo/graph/route.ts';
import { routeName } from '../../demo/graph/route.ts';
import { assetGroupFields } from '../../demo/graph/routes/asset-groups.ts';
import { routes } from '../../demo/graph/routes.ts';
import { fieldsOf, furtherParams, haveSpecs, publishedCall, valuesOf } from '../support/published-specs.ts';

const NODE = {
  page: 'Page',
  ad_account: 'AdAccount',
  asset_group: 'BusinessAssetGroup',
  business: 'Business',
  business_user: 'BusinessUser',
  system_user: 'SystemUser',
  role_request: 'BusinessRoleRequest',
  user: 'User',
} as const;
const FIELDS = [
  ['Page', pageFields, []],
  ['AdAccount', adAccountFields, []],
  ['BusinessAssetGroup', assetGroupFields, []],
  ['Business', businessFields, []],
  ['BusinessUser', personFields, []],
  ['SystemUser', systemUserFields, ['client_business_id', 'role']],
  ['BusinessRoleRequest', pendingUserFields, []],
  ['User', facebookUserFields, []],
] as const;

describe.skipIf(!haveSpecs)("the emulated Graph against Meta's own description", () => {
  const specified = routes.filter((route) => route.on !== 'root');

  const nodeOf = ({ on }: Route) => NODE[on as keyof typeof NODE];
  const apiOf = (route: Route) => publishedCall(nodeOf(route), route.method, route.edge || null);

  it.each(specified.map((route) => [routeName(route), route] as const))('%s is there', (_, route) => {
    expect(apiOf(route)).toBeDefined();
  });

  it.each(specified.map((route) => [routeName(route), route] as const))('%s takes the same parameters', (_, route) => {
    // Reading a Page for account linking has a parameter that is no business of an access bot.
    const theirs = (apiOf(route)?.params ?? []).filter(({ name }) => name !== 'account_linking_token');
    const known = furtherParams(nodeOf(route), route.method, route.edge);
    // Meta's guides send the business where the description doesn't name it.
    const unnamed = route.method === 'DELETE' || (route.method === 'POST' && route.on === 'asset_group');
    const guides = unnamed && route.edge === 'assigned_users' ? ['business'] : [];
    const extras = new Set([...known, ...guides]);

    const ours = Object.keys(route.params).filter((name) => !extras.has(name));

    expect(ours.sort()).toEqual(theirs.map(({ name }) => name).sort());
    for (const { name, required, type } of theirs) {
      const spec = route.params[name];
      expect([name, spec?.required === true]).toEqual([name, required]);
      expect([name, spec?.values && [...spec.values].sort()]).toEqual([name, valuesOf(type)]);
    }
  });

  it.each(FIELDS)('%s has the same fields', (node, set, more) => {
    const theirs = fieldsOf(node);

    expect(Object.keys(set.fields).sort()).toEqual([...theirs, ...more].sort());
  });
});

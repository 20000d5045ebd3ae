import { existsSync, readFileSync } from 'node:fs';
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
import { routes } from '../../demo/graph/routes.ts';

type Param = { name: string; required: boolean; type: string };
type Api = { method: string; endpoint?: string; name?: string; params: Param[] };
type Spec = { apis: Api[]; fields: { name: string }[] };
type Enum = { name: string; values: string[] };
type Extra = {
  enum_additions: { enums: string[]; values: string[] }[];
  extra_params: { node: string; method: string; endpoint: string; name: string }[];
};

// Meta's published API description is not part of this repository, so this only runs where somebody has put it.
const folder = new URL('../../../shared/graph/specs/', import.meta.url);
const load = <T>(name: string): T => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as T;

const NODE = {
  page: 'Page',
  ad_account: 'AdAccount',
  business: 'Business',
  business_user: 'BusinessUser',
  system_user: 'SystemUser',
  role_request: 'BusinessRoleRequest',
  user: 'User',
} as const;
const FIELDS = [
  ['Page', pageFields, []],
  ['AdAccount', adAccountFields, []],
  ['Business', businessFields, []],
  ['BusinessUser', personFields, []],
  ['SystemUser', systemUserFields, ['client_business_id', 'role']],
  ['BusinessRoleRequest', pendingUserFields, []],
  ['User', facebookUserFields, []],
] as const;

describe.skipIf(!existsSync(folder))("the emulated Graph against Meta's own description", () => {
  const specified = routes.filter((route) => route.on !== 'root');

  function apiOf({ method, on, edge }: Route): Api | undefined {
    const word = edge === '' ? { GET: '#get', DELETE: '#delete', POST: '#update' }[method] : edge;
    return load<Spec>(NODE[on as keyof typeof NODE]).apis.find(
      (api) => api.method === method && (api.endpoint ?? api.name) === word,
    );
  }

  function enumOf(type: string): string[] | undefined {
    const name = /^(?:list<)?(\w+?)>?$/.exec(type)?.[1];
    const values = load<Enum[]>('enum_types').find((known) => known.name === name)?.values;
    const added = load<Extra>('extra').enum_additions.filter((more) => more.enums.includes(name ?? ''));
    return values && [...values, ...added.flatMap((more) => more.values)].sort();
  }

  it.each(specified.map((route) => [routeName(route), route] as const))('%s is there', (_, route) => {
    expect(apiOf(route)).toBeDefined();
  });

  it.each(specified.map((route) => [routeName(route), route] as const))('%s takes the same parameters', (_, route) => {
    // Reading a Page for account linking has a parameter that is no business of an access bot.
    const theirs = (apiOf(route)?.params ?? []).filter(({ name }) => name !== 'account_linking_token');
    const known = load<Extra>('extra').extra_params.filter(
      (extra) =>
        extra.node === NODE[route.on as keyof typeof NODE] &&
        extra.method === route.method &&
        extra.endpoint === route.edge,
    );
    const guides = route.method === 'DELETE' && route.edge === 'assigned_users' ? ['business'] : [];
    const extras = new Set([...known.map(({ name }) => name), ...guides]);

    const ours = Object.keys(route.params).filter((name) => !extras.has(name));

    expect(ours.sort()).toEqual(theirs.map(({ name }) => name).sort());
    for (const { name, required, type } of theirs) {
      const spec = route.params[name];
      expect([name, spec?.required === true]).toEqual([name, required]);
      expect([name, spec?.values && [...spec.values].sort()]).toEqual([name, enumOf(type)]);
    }
  });

  it.each(FIELDS)('%s has the same fields', (node, set, more) => {
    const theirs = load<Spec>(node).fields.map(({ name }) => name);

    expect(Object.keys(set.fields).sort()).toEqual([...theirs, ...more].sort());
  });
});

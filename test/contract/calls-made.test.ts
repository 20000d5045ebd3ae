import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { type Edge, edges } from '../../src/graph/contract.ts';
import type { CallShape } from '../support/call-shape.ts';
import {
  EVERYWHERE,
  fieldsOf,
  fieldsOnEdge,
  furtherParams,
  haveSpecs,
  publishedCall,
  valuesOf,
} from '../support/published-specs.ts';

const TYPE: Readonly<Record<string, string>> = {
  page: 'Page',
  ad_account: 'AdAccount',
  business: 'Business',
  business_user: 'BusinessUser',
  system_user: 'SystemUser',
  role_request: 'BusinessRoleRequest',
  asset_group: 'BusinessAssetGroup',
  user: 'User',
};
/** Calls that the bot does not make yet, and that a test of the budget sends through its door. */
const MADE_UP = ['POST Business.business_users'];
/** Names newer than every list of names, which tests let Meta show, and which are given back as they were. */
const INVENTED = ['NEW_TASK', 'BRAND_NEW'];

const folder = inject('calls');
const shapes = readdirSync(folder).flatMap((name) =>
  readFileSync(join(folder, name), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line): CallShape => JSON.parse(line)),
);
const distinct = [...new Map(shapes.map((shape) => [JSON.stringify(shape), shape])).values()];
const declared = Object.values(edges).flatMap((one): Edge[] =>
  'method' in one ? [one as Edge] : (Object.values(one) as Edge[]),
);

const nameOf = ({ method, on, edge }: CallShape) => `${method} ${TYPE[on] ?? on}${edge ? `.${edge}` : ''}`;
const fits = (shape: CallShape) => (edge: Edge) =>
  edge.method === shape.method &&
  edge.endpoint === shape.edge &&
  (TYPE[shape.on] ?? shape.on) === edge.node &&
  shape.params.every((name) => name === 'fields' || name in edge.params.shape);

// A run of some files may hold no call at all; a run of everything that holds none is broken.
const some = inject('wholeRun') || distinct.length > 0;

describe.runIf(some)('every call that the bot made in this run', () => {
  it('was declared, with its parameters and fields', () => {
    const own = distinct.filter((shape) => !MADE_UP.includes(nameOf(shape)));
    const strange = own.filter((shape) => {
      const asked = (edge: Edge) => (edge.fields ?? []).map((field) => field.replace(/[.{].*$/, ''));
      return !declared.some((edge) => fits(shape)(edge) && shape.fields.every((field) => asked(edge).includes(field)));
    });

    expect(distinct.length).toBeGreaterThan(0);
    expect(strange.map((shape) => `${nameOf(shape)} ${shape.params}`)).toEqual([]);
  });

  it.runIf(haveSpecs)("stands in Meta's published specs, with its parameters, fields and enum values", () => {
    const counts = { params: 0, fields: 0, words: 0 };
    const wrong: string[] = [];

    for (const shape of distinct.filter(({ on }) => on !== 'root')) {
      const { method, edge, on } = shape;
      const node = TYPE[on] ?? on;
      const api = publishedCall(node, method, edge);
      if (!api) {
        wrong.push(nameOf(shape));
        continue;
      }
      const like = declared.filter(fits(shape));
      const known = [
        ...api.params.map(({ name }) => name),
        ...furtherParams(node, method, edge),
        ...EVERYWHERE,
        ...like.flatMap(({ unlisted = [] }) => unlisted),
      ];
      wrong.push(...shape.params.filter((name) => !known.includes(name)).map((name) => `${nameOf(shape)}: ${name}`));
      counts.params += shape.params.length;
      const rows = [...new Set(like.flatMap(({ row, node: own }) => fieldsOf(row ?? own)))];
      const fields = [...rows, ...fieldsOnEdge(node, edge), ...like.flatMap(({ unlisted = [] }) => unlisted)];
      wrong.push(
        ...shape.fields.filter((name) => !fields.includes(name)).map((name) => `${nameOf(shape)}?fields=${name}`),
      );
      counts.fields += shape.fields.length;
      for (const { name, type } of api.params) {
        const values = valuesOf(type);
        const words = values ? (shape.words[name] ?? []) : [];
        counts.words += words.length;
        wrong.push(
          ...words
            .filter((word) => !values?.includes(word) && !INVENTED.includes(word))
            .map((word) => `${nameOf(shape)}: ${name}=${word}`),
        );
      }
    }

    const { params, fields, words } = counts;
    console.log(
      `compared with Meta's specs: ${distinct.length} kinds of calls made by the tests (${params} parameters, ${fields} fields, ${words} enum values)`,
    );
    expect(wrong).toEqual([]);
  });

  it.runIf(inject('wholeRun'))('leaves no declared edge without a test that made it', () => {
    const never = declared.filter((edge) => !distinct.some((shape) => fits(shape)(edge)));

    expect(never.map(({ method, node, endpoint }) => `${method} ${node}.${endpoint}`)).toEqual([]);
  });
});

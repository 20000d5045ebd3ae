import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Edge, edges, NodeId, request } from '../../src/graph/contract.ts';
import { AdAccountTask, PageTask } from '../../src/graph/task-names.ts';
import {
  EVERYWHERE,
  fieldsOf,
  fieldsOnEdge,
  furtherParams,
  haveSpecs,
  publishedCall,
  valuesOf,
} from '../support/published-specs.ts';

const everyEdge = (): Edge[] => {
  const { page, adaccount, group, ...business } = edges;
  return [page, adaccount, group, business]
    .flatMap((family) => Object.values(family))
    .filter(({ node }) => node !== 'root') as Edge[];
};
const nameOf = ({ node, method, endpoint }: Edge) => `${method} ${node}${endpoint ? `.${endpoint}` : ''}`;

describe.skipIf(!haveSpecs)("the contract, against Meta's published specs", () => {
  const counts = { edges: 0, params: 0, fields: 0, values: 0 };

  it.each(everyEdge().map((edge) => [nameOf(edge), edge] as const))('%s is published as it is used', (name, edge) => {
    const { node, method, endpoint } = edge;
    const api = publishedCall(node, method, endpoint);
    expect(api, name).toBeDefined();
    counts.edges += 1;

    const listed = [
      ...(api?.params.map((param) => param.name) ?? []),
      ...furtherParams(node, method, endpoint),
      ...(edge.unlisted ?? []),
    ];
    const sent = Object.keys(edge.params.shape).filter((param) => !EVERYWHERE.includes(param));
    expect(sent.filter((param) => !listed.includes(param))).toEqual([]);
    const required = api?.params.filter((param) => param.required === true).map((param) => param.name) ?? [];
    expect(required.filter((param) => !sent.includes(param))).toEqual([]);
    counts.params += sent.length;
  });

  it.each(everyEdge().map((edge) => [nameOf(edge), edge] as const))('%s asks for published fields', (_name, edge) => {
    const asked = (edge.fields ?? []).map((field) => field.replace(/\{.*\}$/, ''));

    const onEdge = fieldsOnEdge(edge.node, edge.endpoint);
    const known = [...fieldsOf(edge.row ?? edge.node), ...onEdge, ...(edge.unlisted ?? [])];

    expect(asked.filter((field) => !known.includes(field))).toEqual([]);
    counts.fields += asked.length;
  });

  it.each([
    ['pageassigned_users_tasks_enum_param', PageTask],
    ['adaccountassigned_users_tasks_enum_param', AdAccountTask],
  ] as const)('%s has the same values', (name, tasks) => {
    expect(tasks.options.toSorted()).toEqual(valuesOf(name));
    counts.values += tasks.options.length;
  });

  it('was compared as a whole', () => {
    console.log(
      `compared with Meta's specs: ${counts.edges} calls, ${counts.params} parameters, ${counts.fields} fields, ${counts.values} task names`,
    );

    expect(counts.edges).toBe(everyEdge().length);
    expect(Math.min(counts.params, counts.fields, counts.values)).toBeGreaterThan(0);
  });
});

describe('a request', () => {
  it('is the path, the parameters and the fields of its edge', () => {
    expect(request(edges.page.assigned, '123', { business: '9', limit: 100 })).toEqual({
      method: 'GET',
      path: '123/assigned_users',
      params: { business: '9', limit: 100, fields: 'id,name,user_type,tasks' },
    });
  });

  it('refuses what was not declared, and ids that would lead elsewhere', () => {
    const edge = edges.page.unassign;

    expect(() => request(edge, '123', { user: '1', business: '2', force: true } as never)).toThrow(z.ZodError);
    for (const id of ['../me', '1?x=1', '1/2', '', '0', 'act_']) expect(() => NodeId.parse(id)).toThrow(z.ZodError);
    expect(() => request(edge, '1', { user: 'me', business: '2' })).toThrow(z.ZodError);
    expect(() => request(edges.page.assign, '1', { user: '1', business: '2', tasks: [] })).toThrow(z.ZodError);
  });
});

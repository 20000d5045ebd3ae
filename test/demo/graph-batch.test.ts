import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ANA, EU, openGraph, refusal, US } from './graph-client.ts';

const parsed = (items: ({ body: string } | null)[]) => items.map((item) => JSON.parse(item?.body ?? 'null'));

describe('a batch', () => {
  it('answers every item in order, each with its own code', async () => {
    const { batch, world } = await openGraph();

    const { status, items } = await batch([
      { method: 'POST', relative_url: '123/assigned_users', body: `business=${EU}&user=${ANA}&tasks=["ANALYZE"]` },
      { method: 'GET', relative_url: `123/assigned_users?business=${EU}&fields=id` },
      { method: 'GET', relative_url: '424242' },
      { method: 'DELETE', relative_url: '123/assigned_users', body: `business=${EU}&user=${ANA}` },
    ]);

    expect(status).toBe(200);
    expect(items.map((item) => item?.code)).toEqual([200, 200, 400, 200]);
    expect(parsed(items)[1]).toMatchObject({ data: [{ id: ANA }] });
    expect(items[0]?.headers).toContainEqual({ name: 'Content-Type', value: expect.any(String) });
    expect(world.holds('123', ANA)).toEqual([]);
  });

  it('leaves the headers out when told to', async () => {
    const { batch } = await openGraph();

    const { items } = await batch([{ method: 'GET', relative_url: 'me' }], { include_headers: false });

    expect(items[0]).not.toHaveProperty('headers');
  });

  it('may be a form, and an item may bring its own token', async () => {
    const { send } = await openGraph();
    const batch = JSON.stringify([
      { method: 'GET', relative_url: `${EU}?fields=id` },
      { method: 'GET', relative_url: `${US}?fields=id&access_token=EAADEMOUS` },
    ]);
    const form = new URLSearchParams({ access_token: 'EAADEMOEU', batch });

    const { text } = await send('POST', '/v26.0/', form.toString(), {
      'content-type': 'application/x-www-form-urlencoded',
    });

    expect(parsed(JSON.parse(text))).toEqual([{ id: EU }, { id: US }]);
  });

  it('passes its proof on, but not to an item with a token of its own', async () => {
    const { batch, switches } = await openGraph();
    switches.proof = 'required';
    const proof = createHmac('sha256', 'demo-app-secret').update('EAADEMOEU').digest('hex');

    const { items } = await batch(
      [
        { method: 'GET', relative_url: EU },
        { method: 'GET', relative_url: `${US}?access_token=EAADEMOUS` },
      ],
      { appsecret_proof: proof },
    );

    expect(items.map((item) => item?.code)).toEqual([200, 400]);
  });

  it.each([
    ['more than fifty items', Array(51).fill({ method: 'GET', relative_url: 'me' })],
    ['no items', []],
    ['an item without a URL', [{ method: 'GET' }]],
    ['an absolute URL', [{ method: 'GET', relative_url: 'https://graph.facebook.com/me' }]],
  ])('is refused as a whole: %s', async (_, items) => {
    const { batch } = await openGraph();

    const answer = await batch(items);

    expect(answer.status).toBe(400);
    expect(refusal(answer)).toBe('100');
  });

  it('is refused as a whole without a token that works', async () => {
    const { post } = await openGraph();

    const answer = await post('', { batch: [{ method: 'GET', relative_url: 'me' }] }, 'EAAWRONG');

    expect(refusal(answer)).toBe('190');
  });

  it('takes fifty', async () => {
    const { batch } = await openGraph();

    const { items } = await batch(Array(50).fill({ method: 'GET', relative_url: 'me?fields=id' }));

    expect(items).toHaveLength(50);
  });
});

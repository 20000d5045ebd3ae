import { describe, expect, it, test } from 'vitest';
import { openGraph, refusal } from './graph-client.ts';

const APP = '5550001|demo-app-secret';
const RENEW = {
  grant_type: 'fb_exchange_token',
  client_id: '5550001',
  client_secret: 'demo-app-secret',
  set_token_expires_in_60_days: 'true',
};
const DAY = 86_400_000;

describe('who may look into a token', () => {
  it('debugTokenBy: anybody of the app, the app alone, or nobody', async () => {
    const { get, switches } = await openGraph();
    const asked = async () => {
      const answers = [
        await get('debug_token', { input_token: 'EAADEMOEU' }, APP),
        await get('debug_token', { input_token: 'EAADEMOEU' }),
      ];
      return answers.map((answer) => (answer.body.error ? refusal(answer) : 'told'));
    };

    const anyone = await asked();
    switches.debugTokenBy = 'app';
    const app = await asked();
    switches.debugTokenBy = 'nobody';
    const nobody = await asked();

    expect({ anyone, app, nobody }).toEqual({ anyone: ['told', 'told'], app: ['told', '100'], nobody: ['100', '100'] });
  });
});

it('systemUserTokenType: a system user’s token is told from a person’s, or called one', async () => {
  const { get, switches } = await openGraph();
  const type = async () =>
    ((await get('debug_token', { input_token: 'EAADEMOEU' })).body.data as unknown as { type: string }).type;

  const told = await type();
  switches.systemUserTokenType = 'USER';

  expect([told, await type()]).toEqual(['SYSTEM_USER', 'USER']);
});

describe('a token that ends', () => {
  test('GET /oauth/access_token makes a new one for sixty days; the old one ends when it would have', async () => {
    const { get, world, time, calls } = await openGraph();
    world.setToken({ token: 'EAAOLD', business: '100000000000001', expiresAt: time.at + 10 * DAY });

    const { body } = await get('oauth/access_token', { ...RENEW, fb_exchange_token: 'EAAOLD' }, APP);
    time.at += 9 * DAY;
    const both = [await get('me', {}, 'EAAOLD'), await get('me', {}, String(body.access_token))];
    time.at += 2 * DAY;
    const later = [await get('me', {}, 'EAAOLD'), await get('me', {}, String(body.access_token))];
    time.at += 50 * DAY;
    const end = await get('me', {}, String(body.access_token));

    expect(body).toMatchObject({ token_type: 'bearer', expires_in: 5_184_000 });
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(refusal(later[0] as never)).toBe('190/463');
    expect(later[1]?.status).toBe(200);
    expect(refusal(end)).toBe('190/463');
    expect(JSON.stringify(calls)).not.toMatch(/EAA|demo-app-secret/);
  });

  it('exchangeTokenBy: by anybody of the app, by the app alone, or in its own name', async () => {
    const { get, world, time, switches } = await openGraph();
    world.setToken({ token: 'EAAOLD', business: '100000000000001', expiresAt: time.at + DAY });
    const exchange = (by: string) => get('oauth/access_token', { ...RENEW, fb_exchange_token: 'EAAOLD' }, by);
    const asked = async () => (await Promise.all([exchange(APP), exchange('EAAOLD')])).map(({ status }) => status);

    const anyone = await asked();
    switches.exchangeTokenBy = 'app';
    const app = await asked();
    switches.exchangeTokenBy = 'token';
    const own = await asked();

    expect({ anyone, app, own }).toEqual({ anyone: [200, 200], app: [200, 400], own: [400, 200] });
  });

  it('exchangedScopes: the new one may do the same, or less', async () => {
    const { get, switches } = await openGraph();
    const mayDo = async () => {
      const { body } = await get('oauth/access_token', { ...RENEW, fb_exchange_token: 'EAADEMOEU' }, APP);
      const told = await get('debug_token', { input_token: String(body.access_token) }, APP);
      return (told.body.data as unknown as { scopes: string[] }).scopes.length;
    };

    const same = await mayDo();
    switches.exchangedScopes = 'fewer';

    expect(await mayDo()).toBe(same - 1);
  });

  it('is not renewed once it is over, nor with a wrong secret', async () => {
    const { get, world } = await openGraph();
    world.setToken({ token: 'EAAOLD', business: '100000000000001', expiresAt: 1 });

    const over = await get('oauth/access_token', { ...RENEW, fb_exchange_token: 'EAAOLD' }, APP);
    const wrong = await get(
      'oauth/access_token',
      { ...RENEW, client_secret: 'other', fb_exchange_token: 'EAADEMOEU' },
      APP,
    );

    expect([refusal(over), refusal(wrong)]).toEqual(['190/463', '101']);
  });
});

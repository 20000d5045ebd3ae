import { expect, it } from 'vitest';
import { readRedisUrl } from '../../src/access/redis-place.ts';

it('reads one server as it stands', () => {
  const url = 'rediss://user:p%40ss@redis.example:6380/2';

  expect(readRedisUrl(url)).toEqual({ ok: true, place: { kind: 'one', url } });
});

it('reads some servers of a cluster, and who one is there', () => {
  expect(readRedisUrl('rediss+cluster://bot:p%40ss%2C@one.example:7000,two.example,[::1]:7001')).toEqual({
    ok: true,
    place: {
      kind: 'cluster',
      tls: true,
      login: { username: 'bot', password: 'p@ss,' },
      hosts: [
        { host: 'one.example', port: 7000 },
        { host: 'two.example', port: 6379 },
        { host: '::1', port: 7001 },
      ],
    },
  });
});

it('reads sentinels, the name of the master, and who one is at either', () => {
  const shared = {
    kind: 'sentinel',
    tls: false,
    hosts: [
      { host: 's1', port: 26379 },
      { host: 's2', port: 5000 },
    ],
  };

  expect(readRedisUrl('redis+sentinel://s1,s2:5000/my%2Dmaster')).toEqual({
    ok: true,
    place: { ...shared, login: {}, sentinels: {}, name: 'my-master', db: 0 },
  });
  expect(
    readRedisUrl('redis+sentinel://:data@s1,s2:5000/m/3?sentinel_username=watch&sentinel_password=a%2Bb%25'),
  ).toEqual({
    ok: true,
    place: {
      ...shared,
      login: { password: 'data' },
      sentinels: { username: 'watch', password: 'a+b%' },
      name: 'm',
      db: 3,
    },
  });
});

const SECRET = 'redis-secret';

it.each([
  [`localhost:${SECRET}`, 'set it to your Redis, such as redis://localhost:6379'],
  [`redis+cluster://:${SECRET}@`, 'set it to your Redis, such as redis://localhost:6379'],
  [`redis://:${SECRET}@one:1,two:2`, 'several hosts are redis+cluster://… or redis+sentinel://…'],
  [`redis+cluster://:${SECRET}@one:1,,two:2`, 'write each host as host:port, with commas in between'],
  [`redis+cluster://:${SECRET}@one:port`, 'write each host as host:port, with commas in between'],
  [`redis+cluster://:${SECRET}@one:70000`, 'write each host as host:port, with commas in between'],
  [`redis+cluster://:${SECRET}@one:1/2`, 'a cluster has neither databases nor options; end it after the hosts'],
  [`redis+cluster://:${SECRET}%@one:1`, 'a % in a name or password is written %25'],
  [`redis+sentinel://:${SECRET}@one:1`, 'name the master, such as redis+sentinel://host:26379/mymaster'],
  [`redis+sentinel://:${SECRET}@one/m/zero`, 'after the name of the master comes a database, such as /mymaster/0'],
  [`redis+sentinel://:${SECRET}@one/m/0/1`, 'after the name of the master comes a database, such as /mymaster/0'],
  [`redis+sentinel://one/m?password=${SECRET}`, 'it takes no options but sentinel_username and sentinel_password'],
])('says of %s what to write instead', (url, problem) => {
  expect(readRedisUrl(url)).toEqual({ ok: false, problem });
});

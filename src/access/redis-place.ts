/** Who one signs in as at a server. */
type Login = { username?: string; password?: string };
type Host = { host: string; port: number };

/** Where Redis is: one server, the master that sentinels know by a name, or a cluster, of which some servers are named. */
export type RedisPlace =
  | { kind: 'one'; url: string }
  | { kind: 'sentinel'; hosts: Host[]; tls: boolean; login: Login; sentinels: Login; name: string; db: number }
  | { kind: 'cluster'; hosts: Host[]; tls: boolean; login: Login };

type Read = { ok: true; place: RedisPlace } | { ok: false; problem: string };

const ONE = /^rediss?:\/\/\S+$/;
const MANY =
  /^redis(s?)\+(cluster|sentinel):\/\/(?:([^\s:@/?]*)(?::([^\s@/?]*))?@)?([^\s@/?]+)(?:\/([^\s?]*))?(?:\?(\S*))?$/;
const HOST = /^(?:\[([\da-f:.]+)\]|([\w.-]+))(?::(\d{1,5}))?$/i;
const OPTIONS = ['sentinel_username', 'sentinel_password'];

const wrong = (problem: string): Read => ({ ok: false, problem });

/** Reads REDIS_URL. What is wrong is told without what stands there, which may be a password. */
export function readRedisUrl(text: string): Read {
  if (ONE.test(text)) {
    const [, host = ''] = /^\w+:\/\/(?:[^/]*@)?([^/?]*)/.exec(text) ?? [];
    if (host.includes(',')) return wrong('several hosts are redis+cluster://… or redis+sentinel://…');
    return { ok: true, place: { kind: 'one', url: text } };
  }
  const [match, tls, kind, username = '', password = '', list = '', path = '', query = ''] = MANY.exec(text) ?? [];
  if (match === undefined) return wrong('set it to your Redis, such as redis://localhost:6379');
  const hosts = list.split(',').map((host) => hostOf(host, kind === 'cluster' ? 6_379 : 26_379));
  if (!hosts.every((host) => host !== null)) return wrong('write each host as host:port, with commas in between');
  const options = new URLSearchParams(query);
  try {
    const shared = { hosts, tls: tls === 's', login: loginOf(username, password) };
    if (kind === 'sentinel') return sentinelOf(shared, path, options);
    if (path !== '' || query !== '')
      return wrong('a cluster has neither databases nor options; end it after the hosts');
    return { ok: true, place: { kind: 'cluster', ...shared } };
  } catch {
    return wrong('a % in a name or password is written %25');
  }
}

type Shared = { hosts: Host[]; tls: boolean; login: Login };

function sentinelOf(shared: Shared, path: string, options: URLSearchParams): Read {
  const [name = '', db = '0', ...more] = path.split('/').map(decodeURIComponent);
  if (name === '') return wrong('name the master, such as redis+sentinel://host:26379/mymaster');
  if (!/^\d+$/.test(db) || more.length > 0)
    return wrong('after the name of the master comes a database, such as /mymaster/0');
  if ([...options.keys()].some((option) => !OPTIONS.includes(option)))
    return wrong(`it takes no options but ${OPTIONS.join(' and ')}`);
  const sentinels = loginOf(
    ...(OPTIONS.map((option) => encodeURIComponent(options.get(option) ?? '')) as [string, string]),
  );
  return { ok: true, place: { kind: 'sentinel', ...shared, sentinels, name, db: Number(db) } };
}

const loginOf = (username: string, password: string): Login => ({
  ...(username ? { username: decodeURIComponent(username) } : {}),
  ...(password ? { password: decodeURIComponent(password) } : {}),
});

function hostOf(text: string, usual: number): Host | null {
  const [match, six, host, port] = HOST.exec(text) ?? [];
  const place = { host: six ?? host ?? '', port: Number(port ?? usual) };
  return match === undefined || place.port > 65_535 ? null : place;
}

import { createHash } from 'node:crypto';
import type { Call } from './call.ts';
import { bareId } from './node-path.ts';
import type { Reading } from './usage.ts';

/** The name of one allowance at Meta, such as `app`, `token:…`, `pages:123`. Holds no secret. */
export type Bucket = string;
/** The one allowance that all businesses of the app share. */
export const APP: Bucket = 'app';

type Owner = { business: string; token: string };
type Asked = Pick<Call<unknown>, 'method' | 'path' | 'token'>;

/** Hashes of the tokens seen last: every call asks several times. */
const actors = new Map<string, Bucket>();
const MOST_ACTORS = 500;

function actor(token: string): Bucket {
  const known = actors.get(token);
  if (known) return known;
  const made = `token:${createHash('sha256').update(token).digest('base64url').slice(0, 16)}`;
  if (actors.size >= MOST_ACTORS) actors.clear();
  actors.set(token, made);
  return made;
}

/** What the call is about: Meta counts by use case and object, and the use case shows in the path. */
function objectOf(call: Asked, business: string): { type: string; id: string } {
  const [first = ''] = call.path.split('/');
  if (first.startsWith('act_')) return { type: 'ads_management', id: bareId(first) };
  return first === business ? { type: 'business', id: business } : { type: 'pages', id: first };
}

const isInvitation = ({ method, path }: Asked): boolean => method === 'POST' && path.endsWith('/business_users');
const invitations = (business: string): Bucket => `invitations:${business}`;

/** Every bucket that a call is taken from; while one of them is paused, it stays here. */
export function bucketsOf(call: Asked, { business, token }: Owner): Bucket[] {
  const { type, id } = objectOf(call, business);
  const buckets = [APP, actor(call.token ?? token), `${type}:${id}`];
  // Meta's headers name an object or the business as a whole.
  if (id !== business) buckets.push(`${type}:${business}`);
  if (isInvitation(call)) buckets.push(invitations(business));
  return buckets;
}

/** The bucket that a refusal speaks of, by Meta's code. */
export function spokenOf(
  { code, subcode }: { code?: number; subcode?: number | undefined },
  call: Asked,
  owner: Owner,
): Bucket {
  const { type, id } = objectOf(call, owner.business);
  const object = `${type}:${id}`;
  if (code === 4 || code === 341) return APP;
  if (code === 17 && isInvitation(call)) return invitations(owner.business);
  if ((code === 17 && subcode !== 2446079) || code === 368) return actor(call.token ?? owner.token);
  return object;
}

/** The bucket that a reading is about. */
export function readOf(reading: Reading, call: Asked, { business }: Owner): Bucket {
  if (reading.of === 'app') return APP;
  if (reading.of === 'use-case') return `${reading.type}:${bareId(reading.id ?? '')}`;
  const { type, id } = objectOf(call, business);
  return `${type}:${id}`;
}

/** Whether a reading is about the bucket's object, maybe under another use case than its path shows. */
export const isOfObject = ({ of, id }: Reading, bucket: Bucket): boolean =>
  of === 'use-case' && bucket !== APP && bucket.split(':')[1] === bareId(id ?? '');

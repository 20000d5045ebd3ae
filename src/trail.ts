import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** What every line of the log tells that is written meanwhile: which request is handled, which job runs. */
export type Trail = Readonly<Record<string, unknown>>;

const here = new AsyncLocalStorage<Trail>();

/** Does the work; each line of the log that it brings about, however far away, also has these fields. */
export const under = <T>(fields: Trail, work: () => T): T => here.run({ ...here.getStore(), ...fields }, work);

/** The fields that hold here, as a copy. */
export const trail = (): object => ({ ...here.getStore() });

/** The id of what is being handled, which a person may be told, and an operator looks for in the log. */
export const requestHere = (): string | undefined => here.getStore()?.request as string | undefined;

const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';

/** Twelve letters, 60 bits; none of them looks like another one. */
export const newRequest = (): string => Array.from(randomBytes(12), (byte) => LETTERS[byte % 32]).join('');

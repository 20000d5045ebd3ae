import { MetaError } from '../access/ports/meta.ts';

const REFUSALS: ReadonlySet<string> = new Set<MetaError['kind']>(['forbidden', 'invalid', 'not_found']);

/** Whether Meta refuses to speak of something, in one of its ways; trouble that passes is none. */
export const isRefusal = (error: unknown): boolean => error instanceof MetaError && REFUSALS.has(error.kind);

/** Some apps may not read what only makes answers better; it counts as `instead` then. */
export async function unlessRefused<T, E>(
  work: Promise<T>,
  instead: () => E | Promise<E>,
  refused: (error: unknown) => boolean = isRefusal,
): Promise<T | E> {
  try {
    return await work;
  } catch (error) {
    if (refused(error)) return instead();
    throw error;
  }
}

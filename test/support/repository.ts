import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** The top of the checkout. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** A file of the checkout as text; the path is relative to its top. */
export const text = (path: string): string => readFileSync(join(root, path), 'utf8');

/** A YAML file of the checkout, its text changed by `edit` first; throws when it is no valid YAML. */
export const yaml = (path: string, edit = (source: string): string => source): unknown =>
  parse(edit(text(path)), { strict: true, uniqueKeys: true });

/** Whether the checkout has this file or folder. */
export const has = (path: string): boolean => existsSync(join(root, path));

/** Every file under a folder of the checkout, as paths relative to the top, in order. */
export function filesUnder(folder: string): string[] {
  if (!has(folder)) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .sort();
}

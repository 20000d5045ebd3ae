import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { smallPng } from './small-png.ts';

const UPDATE = process.env.UPDATE_IMAGES === '1';
/** The documents' pictures when they are asked for, else where somebody can look after a failure. */
const FOLDER = UPDATE
  ? fileURLToPath(new URL('../../docs/images/', import.meta.url))
  : join(tmpdir(), 'hallpass-images');

/** Takes the picture `<name>.png` of the whole page, or of one thing on it with twice the pixels. */
export async function picture(name: string, of: Page | Locator): Promise<void> {
  const part = 'page' in of;
  await (part ? of.page() : of).mouse.move(0, 0);
  const png = await of.screenshot({ scale: part ? 'device' : 'css' });
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, `${name}.png`), UPDATE ? smallPng(png) : png);
}

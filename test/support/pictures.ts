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

/** Takes the picture `<name>.png` of the whole page. */
export async function picture(name: string, page: Page): Promise<void> {
  await page.mouse.move(0, 0);
  save(name, await page.screenshot());
}

/** Takes the picture `<name>.png` of one thing, in a window of this width and with twice the pixels. */
export async function detail(name: string, part: Locator, width: number): Promise<void> {
  const page = part.page();
  const before = page.viewportSize();
  const devtools = await page.context().newCDPSession(page);
  await page.mouse.move(0, 0);
  const height = before?.height ?? 0;
  await devtools.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 2, mobile: false });
  const { x, y, ...size } = (await part.boundingBox()) ?? { x: 0, y: 0, width, height };
  const { data } = await devtools.send('Page.captureScreenshot', { clip: { x, y, ...size, scale: 1 } });
  await devtools.detach();
  await page.setViewportSize({ width, height });
  if (before) await page.setViewportSize(before);
  save(name, Buffer.from(data, 'base64'));
}

function save(name: string, png: Buffer): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, `${name}.png`), UPDATE ? smallPng(png) : png);
}

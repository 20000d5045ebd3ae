import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Quiet: no sandbox (containers have none), no dialogs, and nothing that calls home. */
const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A visitor's window, as large as a small laptop's; nothing moves in it, so that pictures come out the same. */
const WINDOW = {
  viewport: { width: 1440, height: 900 },
  locale: 'en-US',
  reducedMotion: 'reduce',
} as const;

/** The machine's Chromium; null when there is none, and then there is nothing to look at the page with. */
export function findBrowser(): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter);
  for (const file of NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))) {
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {}
  }
  return null;
}

/** A browser nobody has used before; closing it leaves nothing behind. */
export async function openBrowser(
  executablePath: string,
): Promise<{ context: BrowserContext; close(): Promise<void> }> {
  const profile = await mkdtemp(join(tmpdir(), 'hallpass-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: ARGS,
    timezoneId: midMorning(),
    ...WINDOW,
  });
  context.setDefaultTimeout(15_000);
  return {
    context,
    close: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** A zone where it is about ten o'clock, so that no story runs over midnight and no picture shows a night shift. */
function midMorning(): string {
  const ahead = ((10 - new Date().getUTCHours() + 36) % 24) - 12;
  return `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}

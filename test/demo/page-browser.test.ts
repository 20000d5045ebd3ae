import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seedDemo as seedGraph } from '../../demo/graph/seed.ts';
import { createEmulatedGraph, type EmulatedGraph } from '../../demo/graph/server.ts';
import { createPageServer } from '../../demo/page/server.ts';
import { seedDemo as seedSlack } from '../../demo/slack/seed.ts';
import { createWorkspace, type Workspace } from '../../demo/slack/workspace.ts';

/** The first Chromium on the PATH; without one there is nothing to test here. */
const executablePath = (process.env.PATH ?? '')
  .split(':')
  .flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => `${folder}/${name}`))
  .find((path) => existsSync(path));
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
const EU = { key: 'eu', id: '100000000000001', name: 'Northwind EU' };

describe.skipIf(!executablePath)('the page in a browser', () => {
  let workspace: Workspace;
  let graph: EmulatedGraph;
  let server: ReturnType<typeof createPageServer>;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    const clock = { now: Date.now, advance: () => {} };
    workspace = createWorkspace({ signingSecret: 'secret', botToken: 'xoxb-test', clock });
    graph = createEmulatedGraph({ clock });
    seedSlack(workspace);
    seedGraph(graph.world);
    server = createPageServer({ workspace, graph, clock, nextDeadline: async () => null, businesses: [EU] });
    browser = await chromium.launch({ executablePath: executablePath ?? '', args });
    page = await browser.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto(await server.start());
    await page.getByRole('main').waitFor();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await workspace?.stop();
    await graph?.stop();
    expect(complaints).toEqual([]);
  });

  const composer = () => page.getByRole('textbox', { name: 'Message #support' });
  const messages = () => page.getByRole('list', { name: 'Messages' });

  test('hostile words are shown as words', async () => {
    const hostile =
      '<img src=x onerror="document.title=1"> <script>document.title=2</script> <javascript:alert(1)|free>';

    await workspace.as('U0BEN').say('C0SUPPORT', hostile);

    await messages().getByText('<script>document.title=2</script>').waitFor();
    expect(await messages().locator('img, script, a').count()).toBe(0);
    expect(await page.title()).toBe('#support · Northwind');
  });

  test('what is typed, and where, outlives what happens meanwhile', async () => {
    await composer().pressSequentially('half a sen');
    await workspace.as('U0LEA').say('C0SUPPORT', 'meanwhile');
    await messages().getByText('meanwhile').waitFor();
    await composer().press('t');

    expect(await composer().inputValue()).toBe('half a sent');
    expect(await composer().evaluate((box) => box === box.ownerDocument.activeElement)).toBe(true);
  });

  test('Enter sends as the person one acts as', async () => {
    await page.getByRole('radio', { name: /Olga/ }).click();
    await composer().fill('hello from sales');
    await composer().press('Enter');

    await page
      .getByRole('listitem', { name: /^Olga Petrova/ })
      .getByText('hello from sales')
      .waitFor();
    expect(workspace.messages('C0SUPPORT').at(-1)).toMatchObject({ user: 'U0OLG', text: 'hello from sales' });
  });

  test('the composer completes a whole request from a few letters', async () => {
    await composer().fill('');
    for (const letters of ['/acc', 'req', 'caf']) {
      await composer().pressSequentially(letters);
      await composer().press('Tab');
    }

    expect(await composer().inputValue()).toBe('/access request page 1003 ');
    await composer().fill('');
  });

  test('a change at Meta is seen at once, and so is its end', async () => {
    const acme = page.getByRole('group', { name: 'Acme Shoes, Page 123' });

    graph.world.assign({ asset: '123', user: '900000000000001', tasks: ['ANALYZE'] });
    await acme.getByText('Ana Ruiz').waitFor();
    graph.world.unassign({ asset: '123', user: '900000000000001' });

    await acme.getByText('is gone').waitFor();
    expect(await acme.getByText('analyze').count()).toBe(1);
  });

  test('a thread opens beside the channel and takes a reply', async () => {
    await messages().getByRole('listitem').last().hover();
    await page.getByRole('button', { name: 'Reply in thread' }).last().click();
    await page.getByRole('textbox', { name: 'Reply…' }).fill('in the thread');
    await page.getByRole('textbox', { name: 'Reply…' }).press('Enter');

    await page.getByRole('button', { name: /^1 reply/ }).waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('region', { name: 'Thread' }).count()).toBe(0);
  });
});

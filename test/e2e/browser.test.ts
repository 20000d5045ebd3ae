import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findBrowser, openBrowser } from '../support/browser.ts';
import { type DemoProcess, startDemo } from '../support/demo-process.ts';
import { detail, picture } from '../support/pictures.ts';
import { type Visitor, visit } from '../support/visitor.ts';

const executable = findBrowser();
const PICTURES = process.env.UPDATE_IMAGES === '1';
if (!executable)
  console.log('browser.test.ts is skipped: there is no Chromium on the PATH (script/bootstrap --tests installs one).');

describe.skipIf(!executable)('the demo, as a stranger meets it', { timeout: 30_000 }, () => {
  let demo: DemoProcess;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let visitor: Visitor;
  const complaints: string[] = [];

  async function openPage(): Promise<Visitor> {
    const page = await browser.context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto(demo.address);
    await page.getByRole('main').waitFor();
    return visit(page);
  }

  beforeAll(async () => {
    [demo, browser] = await Promise.all([startDemo(), openBrowser(executable ?? '')]);
    console.log(`script/demo printed its address after ${(demo.startedIn / 1000).toFixed(1)} s`);
  }, 90_000);

  afterAll(async () => {
    await browser?.close();
    demo?.kill();
  });

  beforeEach(async () => {
    visitor = await openPage();
  });

  afterEach(async () => {
    for (const page of browser.context.pages().slice(1)) await page.close();
    expect(complaints.splice(0)).toEqual([]);
  });

  it('leads from a ticket to a removal that is proved', async () => {
    const { tour, box, press, card, asset, channel, thread, page } = visitor;
    await press('Ana asks', tour);
    const line = await box().inputValue();
    await box().fill('');
    for (const start of ['/acc', 'req', 'acme', 'for t']) {
      await box().pressSequentially(start);
      await box().press('Tab');
    }
    expect((await box().inputValue()).trim()).toBe(line);
    await box().press('Enter');
    await visitor.privately('Asked: EU-1.').waitFor();
    await card('EU-1').waitFor();
    await press('Lea approves', tour);
    await detail('card', card('EU-1'), 1220);
    expect(await asset(/^Acme Shoes, Page 123/).innerText()).toContain('no holders');

    await press('Approve', card('EU-1'));
    await card('EU-1').getByText('Active until').waitFor();
    expect(await visitor.button('Approve', card('EU-1')).count()).toBe(0);
    await press('Watch Meta', tour);
    await holds(/^Acme Shoes, Page 123/, /Ana Ruiz\s+analyze/);
    await press(/open thread/, card('EU-1'));
    await thread.getByText('The access is there, seen at Meta.').waitFor();
    await picture('demo', page);

    await press('Jump to the end', tour);
    await visitor.act('Ana Ruiz');
    await visitor.go(/^Hallpass, direct message/);
    await channel.getByText(/Your analyst access to Acme Shoes .* ends .*, in 10 min/).waitFor();
    await page.getByRole('group', { name: 'Clock' }).getByText('in 10 minutes').waitFor();
    await picture('dm', page);

    await press('Jump to the end', tour);
    await visitor.go(/^support/);
    await card('EU-1')
      .getByText(/Removed, confirmed (?:at once|.* after the end)/)
      .waitFor();
    await holds(/^Acme Shoes, Page 123/, /Ana Ruiz is gone/);
    await press(/open thread/, card('EU-1'));
    await thread.getByText(/Removed and confirmed at Meta/).waitFor();
    await picture('removed', page);
  });

  it('lets a lead say no, with the reason', async () => {
    const { press, card, dialog, field, channel } = visitor;
    await visitor.act('Ben Okafor');
    const id = await visitor.ask('/access request act_123 for ticket 457 as advertiser');

    await visitor.act('Lea Brandt');
    await press('Deny', card(id));
    await field('Why not?').fill('The ticket is about another customer');
    await press('Deny', dialog);

    await card(id).getByText('Denied by @Lea Brandt. The ticket is about another customer').waitFor();
    await visitor.act('Ben Okafor');
    await visitor.go(/^Hallpass, direct message/);
    await channel.getByText('The ticket is about another customer').waitFor();
  });

  it('lets a lead approve less than was asked for, by a form or by a word in the thread', async () => {
    const { press, card, dialog, field, page } = visitor;
    await visitor.act('Ben Okafor');
    const cafe = await visitor.ask('/access request page 1003 for ticket 458 as editor for 2h because posts vanish');
    const ads = await visitor.ask('/access request act_2001 for ticket 459 as advertiser');
    await visitor.act('Lea Brandt');

    await press('Change…', card(cafe));
    await dialog.getByRole('combobox', { name: 'Level' }).selectOption('analyst');
    await field('How long').fill('45m');
    await press('Approve', dialog);
    await card(ads).hover();
    await press('Reply in thread', card(ads));
    await visitor.reply('approve 30m as analyst');

    await card(cafe).getByText('Active until').waitFor();
    await card(ads).getByText('Active until').waitFor();
    expect(await card(cafe).innerText()).toMatch(/analyst: .*How long\s+45 min/s);
    expect(await card(ads).innerText()).toMatch(/analyst: .*How long\s+30 min/s);
    await holds(/^Café Lumière/, /Ben Okafor\s+analyze$/i);
    await holds(/^Northwind Ads/, /Ben Okafor\s+analyze$/i);

    await visitor.act('Ben Okafor');
    await visitor.go(/^App home/);
    const home = page.getByRole('region', { name: 'App home' });
    await home.getByText(new RegExp(`${cafe} .* active until`)).waitFor();
    await picture('home', page);
    for (let held = 2; held > 0; held -= 1) {
      await soon(() => visitor.button('Release', home).count()).toBe(held);
      await visitor.button('Release', home).first().click();
      await press('Release', page.getByRole('dialog', { name: 'Are you sure?' }));
    }
    await visitor.go(/^support/);
    await card(cafe)
      .getByText(/Released by @Ben Okafor/)
      .waitFor();
    await card(ads)
      .getByText(/Released by @Ben Okafor/)
      .waitFor();
  });

  it('asks by a form that searches, and says under the field what is wrong', async () => {
    const { dialog, field, press, card, page } = visitor;
    await visitor.say('/access');
    await dialog.getByRole('combobox', { name: 'Page, ad account or project' }).fill('caf');
    await dialog.getByRole('option', { name: 'Café Lumière' }).click();
    await field('Ticket').fill('it is urgent');
    await field('Why').fill('Posts vanish a minute after they are published.');
    await press('Ask', dialog);

    await dialog.getByRole('alert').getByText('Write the number, such as 456').waitFor();
    await picture('form', page);
    await field('Ticket').fill('460');
    await press('Ask', dialog);

    const id = await visitor.idOf('460');
    expect(await card(id).innerText()).toMatch(/Café Lumière.*Posts vanish a minute/s);
    await visitor.say(`/access cancel ${id}`);
    await card(id).getByText('Cancelled by').waitFor();
  });

  // It waits for two looks, so it is only played for its picture.
  it.runIf(PICTURES)('puts before a lead what somebody gave by hand', { timeout: 120_000 }, async () => {
    const { press, asset, channel, page } = visitor;
    const cards = channel.getByRole('listitem').filter({ hasText: 'Access that Hallpass did not give' });
    await press(/^Change Acme Shoes/, asset(/^Acme Shoes, Page/));
    await page.getByRole('menuitem', { name: 'Add Ben Okafor by hand' }).click();
    await visitor.act('Lea Brandt');
    for (let looked = 0; looked < 6 && (await cards.count()) === 0; looked += 1) {
      await visitor.say('/access reconcile');
      await page.waitForTimeout(6_000);
      await press('+5 min');
      await page.waitForTimeout(6_000);
    }
    await detail('found', cards.filter({ hasText: 'Acme Shoes' }), 1220);
  });

  it('refuses before any lead is bothered, with the way out', async () => {
    const { page, channel } = visitor;
    const cards = await channel.getByText(' · asked ').count();
    await channel.getByRole('listitem').first().scrollIntoViewIfNeeded();

    await visitor.say('/access request page 1002 for ticket 461 as editor');
    await visitor.privately(/goes beyond what the customer allows/).waitFor();
    await visitor.say('/access reqest page 123 for ticket 461');
    await visitor.privately('Did you mean this?').waitFor();
    await visitor.say('/access request page 1004 for ticket 461');
    await visitor.privately(/the customer has not agreed yet/).waitFor();

    await picture('refusal', page);
    const place = await visitor.privately(/the customer has not agreed yet/).boundingBox();
    expect(place?.y, 'the answer is in sight, however far up somebody read').toBeLessThan(800);
    expect(await channel.getByText(' · asked ').count()).toBe(cards);
  });

  it('tells a second lead privately that the first one decided', async () => {
    const id = await visitor.ask('/access request page 123 for ticket 462');
    const [lea, lou] = [visitor, await openPage()];
    await lea.act('Lea Brandt');
    await lou.act('Lou Martin');
    await lou.press('Change…', lou.card(id));
    await lou.field('How long').fill('3h');

    await lea.press('Approve', lea.card(id));
    await lea.card(id).getByText('Active until').waitFor();
    await lou.press('Approve', lou.dialog);

    await lou.privately(/was approved.*nothing was changed/).waitFor();
    expect(await lea.privately('nothing was changed').count()).toBe(0);
    expect(await lou.card(id).innerText()).toMatch(/How long\s+1 h\b/);
    await lou.say(`/access revoke ${id} because ticket 462 is closed`);
    await lou
      .card(id)
      .getByText(/Revoked by @Lou Martin .*: ticket 462 is closed/)
      .waitFor();
  });

  it('moves the end when a lead agrees, and ends well when the customer took the asset back meanwhile', async () => {
    const { press, card, dialog, field, asset, page } = visitor;
    const id = await visitor.ask('/access request page 1002 for ticket 464');
    await visitor.act('Lea Brandt');
    await press('Approve', card(id));
    await card(id).getByText('Active until').waitFor();
    const before = await card(id).getByText('Active until').innerText();

    await visitor.act('Ana Ruiz');
    await press('Extend', card(id));
    await field('How much longer').fill('30m');
    await press('Ask', dialog);
    await card(id).getByText('@Ana Ruiz asks for 30 min more.').waitFor();
    await visitor.act('Lea Brandt');
    await press('Approve extension', card(id));
    await soon(() => card(id).getByText('Active until').innerText()).not.toBe(before);

    await press(/^Change Blue Bottle Bikes/, asset(/^Blue Bottle Bikes/));
    await page.getByRole('menuitem', { name: 'The customer takes the asset back' }).click();
    await holds(/^Blue Bottle Bikes/, /Not shared/);
    for (let hours = 0; hours < 2; hours += 1) await press('+1 h');
    await card(id).getByText('Over, confirmed').waitFor();
    await holds(/^Blue Bottle Bikes/, /no holders/);
  });

  it('says nothing too early when Meta fails at the end', async () => {
    const { press, card, meta, asset } = visitor;
    const id = await visitor.ask('/access request act_123 for ticket 465');
    await visitor.act('Lea Brandt');
    await press('Approve', card(id));
    await card(id).getByText('Active until').waitFor();
    await holds(/^Acme Shoes Ads/, /Ana Ruiz\s+analyze/);

    await meta.getByText('Meta fails').click();
    await press('+1 h');
    await card(id).getByText('Taking the access away.').waitFor();
    await press('+5 min');
    await card(id).getByText('not confirmed as taken away').waitFor();
    expect(await asset(/^Acme Shoes Ads/).innerText()).toMatch(/Ana Ruiz\s+analyze/);

    await meta.getByText('Meta fails').click();
    await card(id)
      .getByText(/Removed, confirmed (?:at once|.* after the end)/)
      .waitFor();
    await holds(/^Acme Shoes Ads/, /Ana Ruiz is gone/);
  });

  it('leaves nothing behind after Ctrl-C', async () => {
    expect(demo.running().join('\n')).toMatch(/redis|valkey/);

    const asked = performance.now();
    const code = await demo.interrupt();

    expect(code).toBe(0);
    expect(performance.now() - asked, 'nobody waits for a demo to end').toBeLessThan(6_000);
    await soon(() => demo.running()).toEqual([]);
    await visitor.page.getByText('The demo’s server is away').waitFor();
    await visitor.page.close();
    complaints.length = 0;
  });

  /** Meta itself shows this of an asset, sooner or later. */
  const holds = (name: RegExp, what: RegExp) => soon(() => visitor.asset(name).innerText()).toMatch(what);
});

function soon<T>(look: () => T) {
  return expect.poll(look, { timeout: 8_000 });
}

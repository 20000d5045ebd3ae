import { describe, expect, it } from 'vitest';
import { signedHeaders } from '../../demo/slack/signing.ts';
import { eventually } from '../support/eventually.ts';
import { everythingKept, interactionsKept } from './everything-kept.ts';
import { ANA, type Office, office, SUPPORT, words } from './office.ts';
import { click, command, post, signature } from './wire.ts';

const seconds = () => Math.floor(Date.now() / 1000);
const nothingAsked = async ({ ledger, workspace }: Office) => {
  expect(await ledger.pending(9)).toEqual([]);
  expect(workspace.messages(SUPPORT).filter(({ bot }) => bot)).toEqual([]);
};
/** The bot still works. */
const works = async (here: Office) => {
  const id = await here.requested(here.ana, 'request page 1001 for ticket 999');
  await here.lea.presses(id, 'approve');
  await here.reaches(id, 'active');
};

describe('a secret in the text', () => {
  const TOKEN = 'EAABsbCS1iHgBAKZCq9secretsecretZD';
  const SECRETS = ['hunter2!', TOKEN, 'xoxb-1234567890-abcdefghij', '483 920', 'Sunny-Day', '471199'];

  it('is refused wherever it is typed, the person is told why, and it is kept nowhere', async () => {
    const here = await office();
    const { ana, lea, workspace, requested, card } = here;
    await requested(ana, 'request page 123 for ticket 456');
    const { ts } = await card('EU-1');
    const kept = await interactionsKept(here);

    const lines = [
      'request page 123 for ticket 1 because the password is hunter2!',
      'request page 123 for ticket 1 because p\u200Bass\u00ADword: Sunny-Day',
      'request page 123 for ticket 1 because раsswоrd "Sunny-Day 26"',
      'request page 123 for ticket 1 because login <mailto:ana@x.example|ana@x.example> / hunter2!',
      'revoke EU-1 because their PIN 471199 is known',
      `request page 123 for ticket 1 because token ${TOKEN} works`,
      'request page 123 for ticket 1 because xoxb-1234567890-abcdefghij',
      'deny EU-1 login code 483 920',
      `who ${TOKEN}`,
      `help ${TOKEN}`,
      'hunter2! is what password: hunter2! says',
    ];
    for (const line of lines)
      expect(await ana.asks(line), line).toMatch(/password or a sign-in code.*nothing of it was kept/);
    // In a channel that no business has, too.
    expect(await ana.asks('request page 1 because password: hunter2!', 'C0RANDOM')).toMatch(
      /Nobody needs their password/,
    );

    await ana.say(SUPPORT, 'by the way, password: hunter2!');
    await lea.replies('EU-1', `deny the token is ${TOKEN}`);
    await lea.hears(/Nobody needs their password/);
    await eventually(() =>
      expect(ana.heard().filter((text) => text.includes('sign-in code'))).toHaveLength(lines.length + 2),
    );

    await lea.click({ channel: SUPPORT, ts }, 'hallpass_deny');
    await eventually(() => expect(workspace.modal('U0LEA')).not.toBeNull());
    const sent = await lea.submit({ because: { because: 'password = hunter2!' } });
    expect(sent.errors).toEqual({ because: expect.stringMatching(/password/) });
    await lea.closeModal();

    expect((await here.ledger.get('EU-1'))?.state).toBe('pending');
    expect(await interactionsKept(here)).toBe(kept);
    const everything = await everythingKept(here);
    expect(everything).toContain('Acme Shoes');
    for (const secret of SECRETS) expect(everything.includes(secret), secret).toBe(false);
  });

  it('is kept from every field of the form', async () => {
    const here = await office();
    const { ana, workspace } = here;
    await ana.command(SUPPORT, '/access');
    await eventually(() => expect(workspace.modal('U0ANA')).not.toBeNull());
    await ana.suggest('hallpass_asset', 'acme');
    const asset = { asset: { hallpass_asset: 'page:123' } };

    const inTicket = await ana.submit({ ...asset, ticket: { ticket: TOKEN } });
    const inDuration = await ana.submit({ ticket: { ticket: '1' }, duration: { duration: 'password: hunter2!' } });
    const inReason = await ana.submit({ duration: { duration: '1h' }, because: { because: `use ${TOKEN}` } });

    expect(inTicket.errors).toEqual({ ticket: expect.any(String) });
    expect(inDuration.errors).toEqual({ duration: expect.any(String) });
    expect(inReason.errors).toEqual({ because: expect.any(String) });
    await nothingAsked(here);
    const everything = await everythingKept(here);
    for (const secret of SECRETS) expect(everything.includes(secret), secret).toBe(false);
  });

  it('of Hallpass itself is never in what it stores, sends or logs', async () => {
    const here = await office();
    await here.active(here.ana, 'request page 123 for ticket 456');
    here.graph.faults.next({}, { kind: 'error', code: 190 });
    here.workspace.faults.next('chat.update', { kind: 'cut-after' });
    await here.ana.asks('release EU-1');
    await here.ana.asks('who page 123');

    const everything = await everythingKept(here);

    for (const secret of ['EAADEMOEU', 'EAADEMOUS', 'demo-app-secret', 'xoxb-demo-hallpass', 'demo-signing-secret'])
      expect(everything.includes(secret), secret).toBe(false);
  });
});

describe('a request that Slack did not sign', () => {
  it('is answered 401, whatever it asks, and nothing happens', async () => {
    const here = await office();
    const body = command('request page 123 for ticket 456');
    const badly: Record<string, string>[] = [
      {},
      signature(body, { at: seconds(), secret: 'another secret' }),
      signature(`${body}&text=more`, { at: seconds() }),
      signature(body, { at: seconds() - 6 * 60 }),
      { ...signature(body, { at: seconds() }), 'x-slack-request-timestamp': String(seconds() - 1) },
      { ...signature(body, { at: seconds() }), 'x-slack-signature': 'v0=' },
      { ...signature(body, { at: seconds() }), 'x-slack-request-timestamp': 'now' },
    ];

    const statuses = [];
    for (const headers of badly) statuses.push((await post(here.bot, body, headers)).status);

    expect(statuses).toEqual(badly.map(() => 401));
    expect(await interactionsKept(here)).toBe(0);
    await works(here);
  });

  it('for another workspace is refused, though it is signed', async () => {
    const here = await office();
    await here.requested(here.ana, 'request page 123 for ticket 456');
    const kept = await interactionsKept(here);

    const other = [
      await post(here.bot, command('request page 1001 for ticket 1', { team_id: 'T0OTHER' })),
      await post(here.bot, click('U0LEA', 'approve', 'EU-1', { team: { id: 'T0OTHER', domain: 'other' } })),
    ];

    for (const { status } of other) expect(status).toBeGreaterThanOrEqual(400);
    expect(await interactionsKept(here)).toBe(kept);
    expect((await here.ledger.get('EU-1'))?.state).toBe('pending');
  });
});

describe('a button whose value was tampered with', () => {
  it('decides nothing but what the person may decide here', async () => {
    const here = await office();
    const { ana, lea, requested, ledger } = here;
    await requested(ana, 'request page 123 for ticket 456');
    await ana.asks('request page 3002 for ticket 456', 'C0USDESK');

    for (const value of [
      'US-1',
      'EU-999',
      '',
      'EU-1 ',
      'eu-1',
      'EU-1\nEU-1',
      '__proto__',
      `EU-${'1'.repeat(400)}`,
      '{}',
    ])
      expect((await post(here.bot, click('U0LEA', 'approve', value))).status, value).toBe(200);
    for (const value of [undefined, null, 7, { id: 'EU-1' }, ['EU-1']])
      expect((await post(here.bot, click('U0LEA', 'approve', value))).status).toBeLessThan(500);
    for (const action of ['change', 'deny', 'extend', 'revoke'])
      expect((await post(here.bot, click('U0LEA', action, 'US-1'))).status).toBe(200);
    await post(here.bot, click('U0OLG', 'approve', 'EU-1'));
    await post(here.bot, click('U0NOBODY', 'approve', 'EU-1'));

    await lea.hears(/no request US-1 here/);
    expect((await ledger.get('EU-1'))?.state).toBe('pending');
    const waiting = await lea.asks('pending', 'C0USDESK');
    expect(waiting).toContain('US-1');
    await works(here);
  });
});

describe('strange words', () => {
  const reasons: Record<string, string> = {
    'a call for everybody': 'now <!channel> <!here> @channel <@U0LEA> *bold* _it_ `code` ~no~',
    'a link in disguise': '<https://evil.example|https://northwind.example> and <mailto:a@b.example|me>',
    JSON: '{"state":"active","approvedBy":"U0LEA"} \\" \\n \\u0000 null',
    Lua: "']] redis.call('FLUSHALL') --[[ {{nil}} %d KEYS[1]",
    emoji: '👩‍👩‍👧‍👦 🏳️‍🌈 é ç 漢字 Ω 👍🏽 :tada:',
    'marks that turn the line around': 'ok \u202Edrowssap\u202C \u2066x\u2069 \u200Finvisible\u200B\uFEFF',
    'control characters': 'a\u0000b\u0007c\u001b[31md\u009fe\u2028f',
    'a reason that looks like our lines': '\n*Active until tomorrow.* Approved by <@U0LEA>\n> quote',
  };

  it.each(Object.entries(reasons))('%s come to the card as mere text', async (_, reason) => {
    const here = await office();
    const { ana, lea, card, ledger, reaches, tells } = here;

    await ana.asks(`request page 123 for ticket 456 because ${reason}`);
    const shown = words(await card('EU-1'));
    const line = shown.split('\n').find((text) => text.startsWith('*Why*')) ?? '';
    const said = line.replace('*Why*', '');

    expect(said).not.toMatch(/<[!@#h]|[\u202A-\u202E\u2066-\u2069\u0000-\u0008]|(?<!\u200B)[*_`~]\w+[*_`~]/u);
    expect(shown.split('\n').filter((text) => text.startsWith('*Active'))).toEqual([]);
    const kept = (await ledger.get('EU-1'))?.because ?? '';
    if (reason === reasons.emoji || reason === reasons.Lua || reason === reasons.JSON) expect(kept).toBe(reason);

    await lea.asks(`deny EU-1 ${reason}`);
    await reaches('EU-1', 'denied');
    await tells('EU-1', /denied it/);
    expect(JSON.stringify(here.workspace.messages(SUPPORT))).not.toMatch(/<!(?:channel|here)>/);
    expect(JSON.stringify(here.workspace.dm('U0ANA'))).not.toMatch(/<!(?:channel|here)>/);
    expect(JSON.stringify(here.workspace.ephemerals('U0ANA'))).not.toMatch(/<!(?:channel|here)>/);
  });

  it('as a ticket, a level, a verb or an asset are answered, and shown as mere text', async () => {
    const here = await office();
    for (const line of [
      'request page 123 for ticket <!channel>',
      'request page 123 for ticket 1 as <!here>',
      '<!channel> page 123',
      'who page \u202E321',
      'request page ١٢٣ for ticket 456',
      'request page １２３ for ticket 456',
      'request page 1e3 for ticket 456',
      'request page -123 for ticket 456',
      'request page 123; DROP TABLE grants for ticket 456',
      'request page ../../me for ticket 456',
      'request page 123?fields=access_token for ticket 456',
      `request page 123 for ticket ${'9'.repeat(60)}`,
      'approve EU-0',
      `approve EU-${'9'.repeat(30)}`,
      'why __proto__-1',
      'log @nobody',
      'log <@U0NOBODY>',
      'help <!channel>',
      '\u0000\u0000',
      '💥',
    ]) {
      const answer = await here.ana.asks(line);
      expect(answer, line).toMatch(/\w/);
      expect(answer, line).not.toMatch(/<![a-z]|went wrong/);
    }
    await nothingAsked(here);
    expect(here.graph.calls.every(({ path }) => !path.includes('..'))).toBe(true);
  });

  it('of ten thousand characters are refused politely, and cost nothing in a thread', async () => {
    const here = await office();
    const { ana, lea, requested, ledger } = here;
    const long = 'a *very* long <story> 123 '.repeat(400);
    expect(await ana.asks(`request page 123 for ticket 456 because ${long}`)).toMatch(/too long: at most 2000/);
    expect(await ana.asks(long)).toMatch(/too long/);
    await nothingAsked(here);

    const id = await requested(ana, `request page 123 for ticket 456 because ${'<&>*'.repeat(100)}`);
    expect(words(await here.card(id)).length).toBeLessThan(4_000);
    const started = performance.now();
    for (const text of [
      `deny ${long}`,
      `approve ${'1h '.repeat(3_300)}`,
      'password '.repeat(1_100),
      '<'.repeat(10_000),
    ])
      await lea.replies(id, text);
    expect(performance.now() - started).toBeLessThan(2_000);
    expect((await ledger.get(id))?.state).toBe('pending');
  });
});

describe('a body that is nonsense', () => {
  it('is refused without harm, signed or not', async () => {
    const here = await office();
    const deep = `{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`;
    const bodies = [
      '',
      '{}',
      '{',
      '{"type":"event_callback"}',
      '{"type":"event_callback","team_id":"T0NORTHWIND","event":null}',
      '{"type":"event_callback","team_id":"T0NORTHWIND","event":{"type":"message"}}',
      '{"type":"event_callback","team_id":"T0NORTHWIND","event":{"type":"message","channel":"C0SUPPORT","user":"U0LEA","text":7,"ts":{}}}',
      '{"type":"event_callback","team_id":"T0NORTHWIND","event":{"type":"app_home_opened"}}',
      deep,
      'payload=',
      'payload={',
      'payload=[]',
      `payload=${encodeURIComponent('{"type":"block_actions","team":{"id":"T0NORTHWIND"}}')}`,
      `payload=${encodeURIComponent('{"type":"block_actions","team":{"id":"T0NORTHWIND"},"user":{"id":"U0LEA"},"actions":[]}')}`,
      `payload=${encodeURIComponent('{"type":"view_submission","team":{"id":"T0NORTHWIND"},"user":{"id":"U0ANA"},"view":{"callback_id":"hallpass_request"}}')}`,
      `payload=${encodeURIComponent('{"type":"view_submission","team":{"id":"T0NORTHWIND"},"user":{"id":"U0LEA"},"view":{"callback_id":"hallpass_deny_reason","private_metadata":"{","state":{"values":{}}}}')}`,
      `payload=${encodeURIComponent('{"type":"block_suggestion","team":{"id":"T0NORTHWIND"},"user":{"id":"U0ANA"},"action_id":"hallpass_asset","block_id":"asset","value":"a","view":{"private_metadata":"x"}}')}`,
      'command=%2Faccess&team_id=T0NORTHWIND',
      'command=%2Faccess&team_id=T0NORTHWIND&channel_id=C0SUPPORT&user_id=U0ANA',
      'a'.repeat(1_000_000),
      '\u0000\u0001\u0002',
    ];

    // Slack waits three seconds for what nobody acknowledges, and so does this.
    const answers = await Promise.all(
      bodies.map(async (body) => ({
        signed: await post(here.bot, body, signedHeaders('demo-signing-secret', body)),
        unsigned: await post(here.bot, body, {}),
      })),
    );
    for (const [index, { signed, unsigned }] of answers.entries()) {
      expect(unsigned.status, bodies[index]?.slice(0, 80)).toBe(401);
      expect(signed.text).not.toMatch(/at \w+.*\.ts:\d+|Error/);
    }

    const base = `http://127.0.0.1:${here.bot.port}`;
    for (const path of ['/slack/events', '//', '/%E0%A4%A', '/slack/events/../../etc', '/nothing'])
      expect((await fetch(`${base}${path}`)).status, path).toBe(404);
    expect(here.logged.filter((line) => line.includes('interaction comes again'))).toEqual([]);
    expect((await here.ledger.pending(9)).length).toBe(0);
    await works(here);
    expect(here.graph.world.holds('1001', ANA)).toEqual(['ANALYZE']);
  });
});

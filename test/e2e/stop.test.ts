import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ask, insist, play } from '../support/play.ts';
import { runHallpass } from '../support/process.ts';
import { ASSETS, street } from '../support/street.ts';
import { caughtUp, expectWhole } from '../support/whole.ts';
import { post } from './wire.ts';

/** Docker kills ten seconds after it asked. */
const DEADLINE = 10_000;

describe.concurrent('stopping', () => {
  it('ends under load within the deadline, loses nothing, and the next start goes on', {
    timeout: 60_000,
  }, async () => {
    await using town = await street({ switches: { latencyMs: 100 } });
    const bot = await town.bot();
    const wishes = ASSETS.map((id, index) => ({
      user: 'U0ANA',
      asset: id.startsWith('act_') ? id : `page ${id}`,
      ticket: `${index + 1}`,
      duration: '1s',
    }));
    const played = Promise.all(wishes.map((wish) => play(town, wish)));
    await sleep(1_200);

    const ended = await bot.end('SIGTERM');
    const again = await town.bot();
    await played;
    await caughtUp(town, again.spawnedAt);

    console.log(`stopped under load in ${(ended.ms / 1_000).toFixed(1)} s`);
    expect(ended).toMatchObject({ code: 0, signal: null });
    expect(ended.ms).toBeLessThan(DEADLINE);
    expect(bot.logged.at(-1)).toMatchObject({ msg: 'hallpass stopped', clean: true });
    await expectWhole(town);
  });

  it('does not wait for Meta or Slack to answer at last', { timeout: 60_000 }, async () => {
    await using town = await street();
    const bot = await town.bot();
    const grant = await ask(town, { user: 'U0ANA', asset: 'page 123', ticket: '1', duration: '1s' });
    town.graph.faults.next({ method: 'POST', edge: 'assigned_users' }, { kind: 'hang', ms: 60_000 });
    town.workspace.faults.next('chat.postMessage', { kind: 'hang', ms: 60_000 });
    await insist(town, 'U0LEA', `/access approve ${grant.id}`);
    await sleep(500);

    const ended = await bot.end('SIGTERM');

    console.log(`stopped while Meta and Slack hang in ${(ended.ms / 1_000).toFixed(1)} s`);
    expect(ended).toMatchObject({ code: 0, signal: null });
    expect(ended.ms).toBeLessThan(DEADLINE);
  });

  it('is not what a signed body that is no object leads to', { timeout: 60_000 }, async () => {
    await using town = await street();
    const bot = await town.bot();

    // Bolt never answers such a request.
    await post(bot, 'payload=null', undefined, AbortSignal.timeout(500)).catch(() => {});

    expect(bot.logged.at(-1)).toMatchObject({ msg: 'a request ended in the middle' });
    const grant = await ask(town, { user: 'U0ANA', asset: 'page 123', ticket: '1', duration: '1s' });
    expect(grant.state).toBe('pending');
  });

  it('does not start on a wrong configuration, and says all that is wrong with it', { timeout: 30_000 }, async () => {
    const { code, errors } = await runHallpass(['start'], {
      SLACK_BOT_TOKEN: 'xoxp-wrong',
      META_APP_ID: 'app',
      REDIS_URL: 'localhost',
      PORT: '99999',
      HALLPASS_CONFIG: '/nowhere/hallpass.yml',
    });

    expect(code).toBe(2);
    const names = ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'META_APP_ID', 'META_APP_SECRET', 'REDIS_URL', 'PORT'];
    for (const name of [...names, '/nowhere/hallpass.yml']) expect(errors).toContain(`- ${name}: `);
    expect(errors).not.toContain('xoxp-wrong');
  });
});

import { createHmac } from 'node:crypto';
import { Pool } from 'undici';

/** What one round of load measured: ms of each answer, and answers a second. */
export type Round = { latencies: number[]; perSecond: number };

type Load = { url: string; secret: string; connections: number; seconds: number; body(n: number): string };

/** Sends signed slash commands over so many connections, each one after the other, for so many seconds. */
export async function load({ url, secret, connections, seconds, body }: Load): Promise<Round> {
  const pool = new Pool(url, { connections, pipelining: 1 });
  const latencies: number[] = [];
  let sent = 0;
  const started = performance.now();
  const until = started + seconds * 1_000;

  const one = async () => {
    while (performance.now() < until) {
      sent += 1;
      const text = body(sent);
      const at = String(Math.floor(Date.now() / 1_000));
      const signature = `v0=${createHmac('sha256', secret).update(`v0:${at}:${text}`).digest('hex')}`;
      const begin = performance.now();
      const answer = await pool.request({
        method: 'POST',
        path: '/slack/events',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'x-slack-request-timestamp': at,
          'x-slack-signature': signature,
        },
        body: text,
      });
      const said = await answer.body.text();
      if (answer.statusCode !== 200 || said !== '') throw new Error(`answered ${answer.statusCode} ${said}`);
      latencies.push(performance.now() - begin);
    }
  };
  await Promise.all(Array.from({ length: connections }, one));
  const took = (performance.now() - started) / 1_000;
  await pool.close();
  return { latencies, perSecond: latencies.length / took };
}

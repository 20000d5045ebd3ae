import { createHmac } from 'node:crypto';
import { Pool } from 'undici';

/** What one round of load measured: ms of each answer, and answers a second. */
export type Round = { latencies: number[]; perSecond: number };

type Load = { url: string; secret: string; connections: number; seconds: number; body(n: number): string };

/** Sends signed slash commands over so many connections, each one after the other, for so many seconds. */
export async function load({ url, secret, connections, seconds, body }: Load): Promise<Round> {
  const pool = new Pool(url, { connections, pipelining: 1 });
  const latencies: number[] = [];
  const requests = signed(secret, body);
  let sent = 0;
  const started = performance.now();
  const until = started + seconds * 1_000;

  const one = async () => {
    while (performance.now() < until) {
      const ready = requests[sent % requests.length] as Ready;
      sent += 1;
      const begin = performance.now();
      const answer = await pool.request({ method: 'POST', path: '/slack/events', ...ready });
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

type Ready = { headers: Record<string, string>; body: string };
/** So many different requests a round. */
const DIFFERENT = 5_000;

/** Signed before the round begins, so that the machine's time goes to the server that is measured. */
function signed(secret: string, body: (n: number) => string): Ready[] {
  const at = String(Math.floor(Date.now() / 1_000));
  return Array.from({ length: DIFFERENT }, (_, n) => {
    const text = body(n);
    const signature = createHmac('sha256', secret).update(`v0:${at}:${text}`).digest('hex');
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': at,
      'x-slack-signature': `v0=${signature}`,
    };
    return { headers, body: text };
  });
}

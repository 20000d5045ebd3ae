/** The page's only words with its server. */

/** Posts one order; a server that is away is an answer too. */
export async function post(path, body) {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return await response.json();
  } catch {
    return { ok: false, error: 'the demo’s server does not answer' };
  }
}

/** Follows the server's state; the browser itself connects again when the line breaks. */
export function follow({ state, clock, online }) {
  const source = new EventSource('/api/events');
  source.addEventListener('state', (event) => state(JSON.parse(event.data)));
  source.addEventListener('clock', (event) => clock(JSON.parse(event.data)));
  source.addEventListener('open', () => online(true));
  source.addEventListener('error', () => {
    online(false);
    // Some failures end an EventSource for good; then only a new one helps.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => follow({ state, clock, online }), 1_000);
  });
}

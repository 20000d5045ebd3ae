import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Engine } from './engine.ts';
import { GraphError } from './graph-error.ts';

type Proof = { proof: string | undefined; proofTime: string | undefined };

const VALID_SECONDS = 300;

const refusal = (text: string) => new GraphError(100, text, { type: 'GraphMethodException' });

/** Checks appsecret_proof, plain (`token`) or timed (`token|unix time`, five minutes), as the switch says. */
export function checkProof(engine: Engine, token: string, { proof, proofTime }: Proof): void {
  if (engine.switches.proof === 'off') return;
  if (proof === undefined) {
    if (engine.switches.proof === 'optional') return;
    throw refusal('API calls from the server require an appsecret_proof argument');
  }

  const wrong = refusal('Invalid appsecret_proof provided in the API argument');
  if (proofTime !== undefined) {
    const age = Math.abs(engine.clock.now() / 1000 - Number(proofTime));
    if (!/^\d+$/.test(proofTime) || age > VALID_SECONDS) throw wrong;
  }
  const message = proofTime === undefined ? token : `${token}|${proofTime}`;
  const expected = createHmac('sha256', engine.app.secret).update(message).digest('hex');
  if (proof.length !== expected.length || !timingSafeEqual(Buffer.from(proof), Buffer.from(expected))) throw wrong;
}

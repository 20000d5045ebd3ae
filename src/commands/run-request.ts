import type { AssetRef } from '../access/asset.ts';
import type { Desk } from '../access/desk.ts';
import type { Grant, Ms } from '../access/grant.ts';
import type { Message } from '../access/ports/slack.ts';
import { request } from '../access/request.ts';
import { accepted } from '../views/replies/accepted.ts';
import { combined, refusalMessage } from '../views/replies/refused.ts';
import type { Asker } from './run-command.ts';

/** Several assets may be asked for at once; each becomes a request of its own. */
export type Ask = {
  assets: AssetRef[];
  ticket: string;
  level?: string | undefined;
  duration?: Ms | undefined;
  because?: string | undefined;
  ask?: boolean | undefined;
};

/** Asks for each asset; one that is refused does not stop the others, and the person hears about all of them at once. */
export async function runRequests(desk: Desk, asker: Asker, ask: Ask): Promise<Message> {
  const { assets, ...terms } = ask;
  const granted: Grant[] = [];
  const refused: Message[] = [];
  for (const asset of assets) {
    const outcome = await request(desk, {
      requester: asker.user,
      channel: asker.channel,
      asset,
      ticket: terms.ticket,
      level: terms.level,
      duration: terms.duration,
      because: terms.because,
      ask: terms.ask,
      origin: asker.origin,
    });
    if (outcome.ok) granted.push(outcome.value);
    else refused.push(refusalMessage(outcome.refusal));
  }
  return combined([...(granted.length > 0 ? [accepted(granted)] : []), ...refused]);
}

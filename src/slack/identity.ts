import type { webApi } from '@slack/bolt';
import { calling } from './client.ts';

/** Who the bot is in Slack, and in which workspace. */
export type Identity = { botId: string; userId: string; teamId: string; enterpriseId?: string };

/** Asks Slack once who the bot is; a failure is not remembered, so that a later call asks again. */
export function createIdentity(client: webApi.WebClient): () => Promise<Identity> {
  let known: Promise<Identity> | null = null;
  const ask = async (): Promise<Identity> => {
    const answer = await calling(() => client.auth.test());
    const { enterprise_id: enterpriseId } = answer;
    const own = { botId: answer.bot_id ?? '', userId: answer.user_id ?? '', teamId: answer.team_id ?? '' };
    return enterpriseId ? { ...own, enterpriseId } : own;
  };
  return () => {
    known ??= ask().catch((error: unknown) => {
      known = null;
      throw error;
    });
    return known;
  };
}

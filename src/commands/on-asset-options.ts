import { assetOptions } from '../views/modals/asset-field.ts';
import { channelOf } from '../views/modals/context.ts';
import { branchOfChannel } from './branch.ts';
import type { Web } from './web.ts';

/** Slack waits three seconds for the choices; a list that takes longer is not worth waiting for. */
const PATIENCE = 2_000;

type Typing = {
  options: { value: string; view?: { private_metadata?: string } };
  ack: (choices: object) => Promise<void>;
};

/** Choices for the form's asset field: the business' assets by name or number, or what was typed, when Meta does not answer. */
export const onAssetOptions =
  (web: Web) =>
  async ({ options, ack }: Typing): Promise<void> => {
    const branch = branchOfChannel(web.branches, channelOf(options.view?.private_metadata ?? '{"channel":""}'));
    const none = new Promise<[]>((resolve) => setTimeout(resolve, PATIENCE, []).unref());
    const assets = branch ? await Promise.race([branch.desk.meta.assets().catch(() => []), none]) : [];
    const sharedOnly = assets.filter(({ ownership }) => ownership === 'owned' || ownership === 'client');
    await ack(assetOptions(options.value, sharedOnly));
  };

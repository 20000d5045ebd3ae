import { z } from 'zod';
import { confirm, conversationFilter, option, optionGroup } from './composition.ts';
import { appId, plain } from './text.ts';

const base = {
  action_id: appId.optional(),
  placeholder: plain(150).optional(),
  confirm: confirm.optional(),
  focus_on_load: z.boolean().optional(),
};
const many = { ...base, max_selected_items: z.int().min(1).optional() };
const fixed = {
  options: z.array(option).min(1).max(100).optional(),
  option_groups: z.array(optionGroup).min(1).max(100).optional(),
};
const ids = z.array(z.string()).optional();

type Fixed = { options?: unknown[] | undefined; option_groups?: unknown[] | undefined };
const oneSource = (menu: Fixed) => (menu.options === undefined) !== (menu.option_groups === undefined);
const sourceError = 'must have either options or option_groups';

type Choice = { value: string };
type Offer = Fixed & { initial_option?: Choice | undefined; initial_options?: Choice[] | undefined };

/** What is chosen beforehand must be among the choices. */
function offered(menu: Offer): boolean {
  const groups = (menu.option_groups ?? []) as { options: Choice[] }[];
  const values = [...((menu.options ?? []) as Choice[]), ...groups.flatMap(({ options }) => options)];
  const chosen = [menu.initial_option ?? [], menu.initial_options ?? []].flat();
  return chosen.every(({ value }) => values.some((choice) => choice.value === value));
}
const offerError = 'initial_option must be one of the options';

export const staticSelect = z
  .strictObject({ type: z.literal('static_select'), ...base, ...fixed, initial_option: option.optional() })
  .refine(oneSource, sourceError)
  .refine(offered, offerError);

export const multiStaticSelect = z
  .strictObject({
    type: z.literal('multi_static_select'),
    ...many,
    ...fixed,
    initial_options: z.array(option).min(1).max(100).optional(),
  })
  .refine(oneSource, sourceError)
  .refine(offered, offerError);

export const externalSelect = z.strictObject({
  type: z.literal('external_select'),
  ...base,
  initial_option: option.optional(),
  min_query_length: z.int().min(0).optional(),
});

export const multiExternalSelect = z.strictObject({
  type: z.literal('multi_external_select'),
  ...many,
  initial_options: z.array(option).min(1).max(100).optional(),
  min_query_length: z.int().min(0).optional(),
});

export const usersSelect = z.strictObject({
  type: z.literal('users_select'),
  ...base,
  initial_user: z.string().optional(),
});

export const multiUsersSelect = z.strictObject({ type: z.literal('multi_users_select'), ...many, initial_users: ids });

const conversations = {
  default_to_current_conversation: z.boolean().optional(),
  filter: conversationFilter.optional(),
};

export const conversationsSelect = z.strictObject({
  type: z.literal('conversations_select'),
  ...base,
  ...conversations,
  initial_conversation: z.string().optional(),
  response_url_enabled: z.boolean().optional(),
});

export const multiConversationsSelect = z.strictObject({
  type: z.literal('multi_conversations_select'),
  ...many,
  ...conversations,
  initial_conversations: ids,
});

export const channelsSelect = z.strictObject({
  type: z.literal('channels_select'),
  ...base,
  initial_channel: z.string().optional(),
  response_url_enabled: z.boolean().optional(),
});

export const multiChannelsSelect = z.strictObject({
  type: z.literal('multi_channels_select'),
  ...many,
  initial_channels: ids,
});

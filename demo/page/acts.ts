import { z } from 'zod';
import type { DispatchResult, Person } from '../slack/workspace-types.ts';
import type { PageWorkspace } from './deps.ts';

const Target = z.union([
  z.object({ channel: z.string(), ts: z.string() }),
  z.object({ ephemeral: z.string() }),
  z.object({ view: z.literal(true) }),
  z.object({ home: z.literal(true) }),
]);
const Chosen = z.union([z.string(), z.array(z.string())]);
const Values = z.record(z.string(), z.record(z.string(), Chosen));

/** What a person's hands can do in the workspace, as the page sends it. */
export const Act = z.discriminatedUnion('do', [
  z.object({ as: z.string(), do: z.literal('command'), channel: z.string(), line: z.string().min(1) }),
  z.object({
    as: z.string(),
    do: z.literal('say'),
    channel: z.string(),
    text: z.string().min(1),
    threadTs: z.string().optional(),
  }),
  z.object({
    as: z.string(),
    do: z.literal('click'),
    target: Target,
    actionId: z.string(),
    blockId: z.string().optional(),
    value: z.string().optional(),
    selected: Chosen.optional(),
    /** What the open modal's other inputs hold, so that the bot hears of them too. */
    values: Values.optional(),
  }),
  z.object({ as: z.string(), do: z.literal('submit'), values: Values }),
  z.object({ as: z.string(), do: z.literal('close') }),
  z.object({
    as: z.string(),
    do: z.literal('suggest'),
    target: Target,
    actionId: z.string(),
    blockId: z.string().optional(),
    text: z.string(),
  }),
  z.object({ as: z.string(), do: z.literal('home') }),
]);
export type Act = z.infer<typeof Act>;

/** How an act went, in words that the page shows as they are. */
export type ActResult = { ok: true; options?: { text: string; value: string }[] } | { ok: false; error: string };

const given = <Key extends string, Value>(key: Key, value: Value | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { [K in Key]?: Value };

function perform(person: Person, act: Act): Promise<DispatchResult | null | unknown> {
  switch (act.do) {
    case 'command':
      return person.command(act.channel, act.line);
    case 'say':
      return person.say(act.channel, act.text, given('threadTs', act.threadTs));
    case 'click': {
      if (act.values) person.fill(act.values);
      const options = {
        ...given('blockId', act.blockId),
        ...given('value', act.value),
        ...given('selected', act.selected),
      };
      return person.click(act.target, act.actionId, options);
    }
    case 'submit':
      return person.submit(act.values);
    case 'close':
      return person.closeModal();
    case 'suggest':
      return person.suggest(act.actionId, act.text, { target: act.target, ...given('blockId', act.blockId) });
    case 'home':
      return person.openHome();
  }
}

/** Lets one of the cast do something; what the workspace refuses comes back as words, never as a crash. */
export async function performAct(workspace: PageWorkspace, act: Act): Promise<ActResult> {
  try {
    const result = (await perform(workspace.as(act.as), act)) as Partial<DispatchResult> | null;
    if (result?.status === undefined || result.status === 'acked') {
      return { ok: true, ...given('options', result?.options) };
    }
    // Errors on inputs are in the snapshot's view already; the modal shows them in their place.
    if (result.errors && Object.keys(result.errors).length > 0) return { ok: true };
    return { ok: false, error: result.reason ?? (result.status === 'timeout' ? 'operation_timeout' : result.status) };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}

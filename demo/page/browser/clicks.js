import { post } from './api.js';

/** Slack's error names, such as `operation_timeout`; anything else is a sentence already. */
const WORD = /^[a-z_]+$/;

/** Slack's own sentence for a click that the bot did not take in time. */
const failed = (what, error) => (WORD.test(error) ? `${what} failed with the error “${error}”` : error);

/** Everything a person sends to the bot: words, commands, clicks, forms; and what is on its way. */
export function createClicks(app) {
  const busy = new Map();
  const failures = new Map();
  const combos = new Map();
  let waiting = null;

  async function during(id, owner, what, order) {
    if (busy.has(id)) return { ok: false, error: 'busy' };
    busy.set(id, owner);
    failures.delete(owner);
    app.update();
    const result = await post('/api/act', { as: app.me, ...order });
    busy.delete(id);
    if (!result.ok) failures.set(owner, failed(what, result.error));
    app.update();
    return result;
  }

  return {
    busy,
    failureOf: (owner) => failures.get(owner),
    busySignature: (owner) =>
      [...busy]
        .filter(([, one]) => one === owner)
        .map(([id]) => id)
        .join(),
    busyBlock: (key, block) => [...busy.keys()].some((id) => id.startsWith(`${key}|${block}|`)),
    comboState(id, start) {
      if (!combos.has(id)) combos.set(id, start());
      return combos.get(id);
    },

    async send(place, text) {
      const isCommand = text.startsWith('/') && !place.threadTs;
      const order = isCommand
        ? { do: 'command', channel: place.channel, line: text }
        : { do: 'say', channel: place.channel, text, threadTs: place.threadTs };
      const result = await post('/api/act', { as: app.me, ...order });
      // What the workspace itself says about a failed command is shown in the channel already.
      const told = isCommand && WORD.test(result.error ?? '');
      if (!result.ok && !told) app.toast(failed('The message', result.error));
    },

    click(ctx, block, element, more) {
      const id = `${ctx.key}|${block.block_id ?? ''}|${element.action_id ?? ''}`;
      const view = ctx.form ? app.state.slack.modals[app.me] : undefined;
      const values = view && view.id === ctx.form ? app.form.collect(view) : undefined;
      return during(id, ctx.key, element.text?.text ?? 'The choice', {
        do: 'click',
        target: ctx.target,
        actionId: element.action_id,
        blockId: block.block_id,
        values,
        ...more,
      });
    },

    async suggest(ctx, block, element, text) {
      const result = await post('/api/act', {
        as: app.me,
        do: 'suggest',
        target: ctx.target,
        actionId: element.action_id,
        blockId: block.block_id,
        text,
      });
      return (result.options ?? []).map((option) =>
        typeof option.text === 'string' ? { ...option, text: { text: option.text } } : option,
      );
    },

    submit: (view) =>
      during(`submit|${view.id}`, view.id, view.submit ?? 'The form', { do: 'submit', values: app.form.collect(view) }),
    closeModal: () => post('/api/act', { as: app.me, do: 'close' }),

    /** Runs at once, or after the element's own question was answered with yes. */
    confirmed(question, run) {
      if (!question) return run();
      waiting = run;
      app.question = question;
      app.update();
    },
    answer(yes) {
      app.question = null;
      if (yes) waiting?.();
      waiting = null;
      app.update();
    },
  };
}

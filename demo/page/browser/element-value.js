import { isSafeUrl } from './mrkdwn.js';

/**
 * Block Kit's interactive elements. `at` says where one stands:
 * { ctx, block, input } with ctx = { app, target, key, form? } and input true inside an input block.
 */

/** One element's name on the whole page. */
export const idOf = (at, element) => `${at.ctx.key}|${at.block.block_id ?? ''}|${element.action_id ?? ''}`;
/** What a screen reader calls it. */
export const named = (at, element) => at.label ?? element.placeholder?.text ?? element.action_id;

/** A change of a value: kept for the form, and told to the bot where Slack would tell it. */
export function changed(at, element, value) {
  const { app } = at.ctx;
  if (at.ctx.form) app.form.set(at.ctx.form, at.block.block_id, element.action_id, value);
  if (!at.input || at.block.dispatch_action) {
    app.confirmed(element.confirm, () => app.click(at.ctx, at.block, element, { selected: value }));
  }
}

/** What the person chose before, else the element's own beginning. */
export function chosen(at, element, initial) {
  return at.ctx.form ? (at.ctx.app.form.get(at.ctx.form, at.block.block_id, element.action_id) ?? initial) : initial;
}

/** Opens a button's own link beside the page; never an address that could run something here. */
export function openLink(url) {
  if (url && isSafeUrl(url)) window.open(url, '_blank', 'noopener,noreferrer');
}

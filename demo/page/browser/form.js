/** What is filled into modals and Home tabs, kept apart from the document so that no redraw can lose it. */
export function createForm() {
  const views = new Map();

  function set(view, block, action, value) {
    const blocks = views.get(view) ?? {};
    views.set(view, blocks);
    blocks[block] = { ...blocks[block], [action]: value };
  }

  /** The person's own choice, or undefined when they have not touched it. */
  const get = (view, block, action) => views.get(view)?.[block]?.[action];

  /** Every input of a view: what was chosen, else what the bot put there. */
  function collect(view) {
    const values = {};
    for (const block of view.blocks) {
      if (block.type !== 'input') continue;
      const { action_id: action } = block.element;
      const value = get(view.id, block.block_id, action) ?? view.values?.[block.block_id]?.[action];
      if (value !== undefined) values[block.block_id] = { [action]: value };
    }
    return values;
  }

  return { set, get, collect };
}

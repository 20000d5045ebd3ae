import { interactiveElements } from '../blocks/elements.ts';
import type { Block, Json } from '../blocks/types.ts';
import type { Values, View } from '../model.ts';
import { initialValue, isStateful } from '../shapes/element-state.ts';
import { changed, newId, newTs, type State } from '../state.ts';

const maxDepth = 3;

/** A view that was checked: what the app sent, and its blocks with ids. */
export type Checked = { view: Json; blocks: Block[] };

const textOf = (value: unknown): string | undefined => (value as { text: string } | undefined)?.text;

/** Values a view starts with; what the person typed stays where block and action ids stay the same. */
function startingValues(blocks: Block[], kept: Values): Values {
  const values: Values = {};
  for (const { block, element } of interactiveElements(blocks)) {
    const value = kept[block.block_id]?.[element.action_id] ?? initialValue(element);
    if (!isStateful(element.type) || value === undefined) continue;
    values[block.block_id] = { ...values[block.block_id], [element.action_id]: value };
  }
  return values;
}

/** The changeable part of a view, from what the app sent. */
function content(state: State, { view, blocks }: Checked, kept: Values) {
  const submit = textOf(view.submit);
  const close = textOf(view.close);
  return {
    callbackId: String(view.callback_id ?? ''),
    externalId: String(view.external_id ?? ''),
    privateMetadata: String(view.private_metadata ?? ''),
    title: textOf(view.title) ?? '',
    ...(submit === undefined ? {} : { submit }),
    ...(close === undefined ? {} : { close }),
    blocks,
    values: startingValues(blocks, kept),
    errors: {},
    hash: `${newTs(state).split('.')[0]}.${newId(state, '')}`,
    clearOnClose: view.clear_on_close === true,
    notifyOnClose: view.notify_on_close === true,
  };
}

function create(state: State, user: string, type: View['type'], checked: Checked, under?: View): View {
  const id = newId(state, 'V');
  const roots = { rootId: under?.rootId ?? id, previousId: under?.id ?? null };
  return { id, type, user, ...content(state, checked, {}), ...roots };
}

/** The modals of a person, the top one last. */
export const stackOf = (state: State, user: string): View[] => state.modals.get(user) ?? [];

/** The modal on top, which is the one that a person can use. */
export const topModal = (state: State, user: string): View | undefined => stackOf(state, user).at(-1);

function setStack(state: State, user: string, stack: View[]): void {
  if (stack.length === 0) state.modals.delete(user);
  else state.modals.set(user, stack);
  changed(state);
}

/** Opens a modal, in place of whatever the person had open. */
export function openModal(state: State, user: string, checked: Checked): View {
  const view = create(state, user, 'modal', checked);
  setStack(state, user, [view]);
  return view;
}

/** Lays a modal over the one that is open; null when three are there already or none is. */
export function pushModal(state: State, user: string, checked: Checked): View | null {
  const stack = stackOf(state, user);
  const under = stack.at(-1);
  if (under === undefined || stack.length >= maxDepth) return null;
  const view = create(state, user, 'modal', checked, under);
  setStack(state, user, [...stack, view]);
  return view;
}

/** Replaces what a view shows, under the same id and a new hash. */
export function replaceView(state: State, view: View, checked: Checked): View {
  delete view.submit;
  delete view.close;
  delete view.notice;
  Object.assign(view, content(state, checked, view.values));
  changed(state);
  return view;
}

/** Publishes the Home tab of a person. */
export function publishHome(state: State, user: string, checked: Checked): View {
  const old = state.homes.get(user);
  if (old !== undefined) return replaceView(state, old, checked);
  const view = create(state, user, 'home', checked);
  state.homes.set(user, view);
  changed(state);
  return view;
}

/** Closes the top modal, so that the one under it shows again. */
export const closeTop = (state: State, user: string): void => setStack(state, user, stackOf(state, user).slice(0, -1));

/** Closes every modal of a person. */
export const closeAll = (state: State, user: string): void => setStack(state, user, []);

/** Any view that is still open, by its id or by the app's external id. */
export function findView(state: State, by: { id?: string; externalId?: string }): View | undefined {
  const open = [...[...state.modals.values()].flat(), ...state.homes.values()];
  return open.find((view) => (by.id === undefined ? view.externalId === by.externalId : view.id === by.id));
}

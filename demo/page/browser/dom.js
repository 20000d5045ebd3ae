/**
 * The page's whole rendering engine: descriptions of elements, patched onto the document by key.
 * Text only ever becomes text nodes, so no message can become markup.
 * @typedef {{ text: string } | { lazy: string, key: string, make: () => ElementNode } | ElementNode} VNode
 * @typedef {{ tag: string, key?: string, props: Record<string, any>, kids: VNode[] }} ElementNode
 */

const SVG = 'http://www.w3.org/2000/svg';
const SVG_TAGS = new Set(['svg', 'path', 'circle', 'rect', 'line', 'polyline', 'polygon', 'g', 'ellipse', 'text']);
const NOT_ATTRIBUTES = new Set(['key', 'on', 'initial', 'ref', 'style', 'fresh', 'live']);

/** What was drawn last on each root; a `fresh` element that joins what is already there announces itself. */
const live = new WeakMap();

/** Describes an element; strings and numbers become text, nothing else does. */
export function h(tag, props, ...kids) {
  const given = props ?? {};
  return { tag, key: given.key, props: given, kids: flatten(kids) };
}

/** Describes an element that is only made again when its signature changes. */
export function lazy(key, signature, make) {
  return { lazy: signature, key, make };
}

function flatten(kids) {
  const out = [];
  for (const kid of kids.flat(Number.POSITIVE_INFINITY)) {
    if (kid === null || kid === undefined || kid === false || kid === true || kid === '') continue;
    out.push(typeof kid === 'object' ? kid : { text: String(kid) });
  }
  return out;
}

/** Makes the children of `root` match `kids`, touching only what differs. */
export function render(root, kids) {
  const before = live.get(root);
  live.set(root, patchKids(root, before ?? [], flatten([kids]), before !== undefined));
}

/** Names each node by its key, else by its tag and how many of that tag came before, so that a sibling may come and go. */
function slots(nodes) {
  const taken = new Map();
  return nodes.map((node) => {
    const name = node.key !== undefined ? `k:${node.key}` : (node.tag ?? '#');
    const nth = taken.get(name) ?? 0;
    taken.set(name, nth + 1);
    return `${name}:${nth}`;
  });
}

const fits = (old, node) => node.lazy !== undefined || old.tag === node.tag;

function patchKids(parent, before, after, isLive) {
  const names = slots(before);
  const known = new Map(before.map((node, at) => [names[at], node]));
  const wanted = slots(after);
  const next = after.map((node, at) => {
    const old = known.get(wanted[at]);
    if (!old || !fits(old, node)) return create(node, isLive);
    known.delete(wanted[at]);
    return patch(old, node, isLive);
  });
  for (const gone of known.values()) gone.dom.remove();
  let cursor = parent.firstChild;
  for (const node of next) {
    if (node.dom === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(node.dom, cursor);
  }
  return next;
}

function create(node, isLive) {
  if (node.lazy !== undefined) return Object.assign(create(node.make(), isLive), { key: node.key, sig: node.lazy });
  if (node.text !== undefined) return { ...node, dom: document.createTextNode(node.text) };
  const dom = SVG_TAGS.has(node.tag) ? document.createElementNS(SVG, node.tag) : document.createElement(node.tag);
  const made = { ...node, dom };
  setProps(dom, {}, node.props);
  if (node.props.fresh && isLive) dom.classList.add('fresh');
  made.kids = patchKids(dom, [], node.kids, false);
  for (const [name, value] of Object.entries(node.props.initial ?? {})) dom[name] = value;
  if (node.props.ref) queueMicrotask(() => node.props.ref(dom));
  return made;
}

function patch(old, node, isLive) {
  if (node.lazy !== undefined) {
    if (old.sig === node.lazy) return old;
    const made = node.make();
    if (made.tag !== old.tag) {
      old.dom.remove();
      return create(node, isLive);
    }
    return Object.assign(patch(old, made, isLive), { key: node.key, sig: node.lazy });
  }
  if (node.text !== undefined) {
    if (old.text !== node.text) old.dom.data = node.text;
    return { ...node, dom: old.dom };
  }
  setProps(old.dom, old.props, node.props);
  return { ...node, dom: old.dom, kids: patchKids(old.dom, old.kids, node.kids, isLive) };
}

function setProps(dom, before, after) {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (NOT_ATTRIBUTES.has(name) || before[name] === after[name]) continue;
    const value = after[name];
    if (value === undefined || value === null || value === false) dom.removeAttribute(name);
    else dom.setAttribute(name, value === true ? '' : String(value));
  }
  for (const [name, value] of Object.entries(after.style ?? {})) dom.style.setProperty(name, value);
  for (const [name, value] of Object.entries(after.live ?? {})) if (dom[name] !== value) dom[name] = value;
  listen(dom, after.on ?? {});
}

/** One listener a type for the life of the element; what it calls is replaced on each patch. */
function listen(dom, handlers) {
  const known = dom.handlers ?? new Map();
  dom.handlers = known;
  for (const type of known.keys()) if (!(type in handlers)) known.set(type, null);
  for (const [type, handler] of Object.entries(handlers)) {
    if (!known.has(type)) dom.addEventListener(type, (event) => known.get(type)?.(event));
    known.set(type, handler);
  }
}

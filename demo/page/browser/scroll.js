/** This close to the end counts as being at it, in pixels. */
const NEAR = 60;

/** Draws, and keeps every list at its end unless the person has scrolled up; a list that is new starts at its end. */
export function keepScroll(root, draw) {
  const up = new Map();
  for (const box of root.querySelectorAll('[data-scroll]')) {
    const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
    up.set(box.dataset.scroll, atEnd ? null : box.scrollTop);
  }
  draw();
  for (const box of root.querySelectorAll('[data-scroll]')) {
    const name = box.dataset.scroll;
    if (name.startsWith('home-')) continue;
    const before = up.get(name);
    if (before === null || before === undefined) box.scrollTop = box.scrollHeight;
  }
}

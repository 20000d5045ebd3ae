/** The names of a browser's world that playwright's types speak of. Node has none of them, and src/ shall not believe it has. */
interface Node {
  readonly nodeType: number;
}
interface SVGElement extends Node {
  readonly ownerDocument: { readonly activeElement: unknown };
}
interface HTMLElement extends Node {
  readonly ownerDocument: { readonly activeElement: unknown };
}
interface HTMLElementTagNameMap {
  readonly div: HTMLElement;
}

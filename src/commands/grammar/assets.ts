import { assetKey, parseAssetKey } from '../../access/asset.ts';
import { actNumber, isAddress, readKind } from '../../access/asset-text.ts';
import { type Piece, piecesOf, readPiece } from './asset-piece.ts';
import { type AssetWish, isNamed } from './command.ts';
import type { Cursor } from './cursor.ts';
import { type Fault, fault, type Read, read, type Span } from './fault.ts';
import { isKeyword, isPlaceholder } from './words.ts';

/** More than this is a project, not a ticket. */
const MOST = 20;
const JOINERS = new Set(['and', '&', '+', ',']);

type KindWords = NonNullable<ReturnType<typeof readKind>> & { words: number };

function kindAt(cursor: Cursor, ahead = 0): KindWords | null {
  for (const words of [3, 2, 1]) {
    const said = Array.from({ length: words }, (_, i) => cursor.word(ahead + i));
    const found = said.every((word) => word !== '') ? readKind(said.join(' ')) : null;
    if (found) return { ...found, words };
  }
  return null;
}

/** Whether an asset begins here: a kind word, or something that says its kind by itself. */
export function startsAsset(cursor: Cursor, ahead = 0): boolean {
  const token = cursor.peek(ahead);
  if (!token) return false;
  if (token.kind === 'link') return true;
  const text = token.text.replace(/,.*$/, '');
  return kindAt(cursor, ahead) !== null || actNumber(text) !== null || isAddress(text) || parseAssetKey(text) !== null;
}

/** Reads `page 1`, `pages 1, 2 and 3`, `page 1 and act_2`, an address …; each asset once. */
export function readAssets(cursor: Cursor): Read<AssetWish[]> {
  const wishes = new Map<string, AssetWish>();
  const start = cursor.peek()?.at[0] ?? 0;
  do {
    const list = readList(cursor);
    if (!list.ok) return list;
    for (const wish of list.value) wishes.set(isNamed(wish) ? `group "${wish.name}"` : assetKey(wish), wish);
  } while (startsAsset(cursor) || (JOINERS.has(cursor.word()) && startsAsset(cursor, 1) && skipped(cursor)));
  return wishes.size > MOST
    ? fault({ code: 'too_many_assets', max: MOST }, [start, cursor.here()[1]])
    : read([...wishes.values()]);
}

function skipped(cursor: Cursor): true {
  cursor.skip(1);
  return true;
}

/** One kind word and the ids after it, or one asset that needs no kind word. */
function readList(cursor: Cursor): Read<AssetWish[]> {
  const kind = kindAt(cursor);
  const from = cursor.peek()?.at[0] ?? 0;
  cursor.skip(kind?.words ?? 0);
  const list: AssetWish[] = [];
  let open = true;
  while (open) {
    const token = cursor.peek();
    if (!token || isKeyword(cursor.word()) || isPlaceholder(token.text)) {
      return list.length > 0 ? read(list) : missing(cursor, token ? [token.at[0], token.at[0]] : cursor.here());
    }
    cursor.skip(1);
    for (const piece of piecesOf(token)) {
      const wish = readPiece(piece, kind?.kind ?? null);
      if (!wish.ok) return list.length > 0 ? wish : contradiction(wish, piece, from);
      list.push(wish.value);
    }
    open = goesOn(cursor, token.text, kind);
  }
  return read(list);
}

/** `page act_2` says two things; the id is the one to believe, but the person should say so. */
function contradiction(wish: { ok: false; fault: Fault }, piece: Piece, from: number): Read<never> {
  if (wish.fault.code !== 'bad_asset_id' || actNumber(piece.text) === null) return wish;
  return { ok: false, fault: { ...wish.fault, fix: { at: [from, piece.at[1]], to: piece.text } } };
}

function missing(cursor: Cursor, at: Span): Read<never> {
  const end = cursor.here();
  return fault({ code: 'asset_missing' }, at, { at: [end[1], end[1]], to: ' <number>' });
}

function goesOn(cursor: Cursor, text: string, kind: KindWords | null): boolean {
  if (kind === null) return false;
  const joined = JOINERS.has(cursor.word());
  const more = joined || text.endsWith(',') || (kind.plural && /^\d+,?$/.test(cursor.word()));
  if (!more || startsAsset(cursor, joined ? 1 : 0)) return false;
  if (joined) cursor.skip(1);
  return cursor.peek() !== undefined;
}

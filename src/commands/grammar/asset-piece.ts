import { type AssetKind, parseAssetKey } from '../../access/asset.ts';
import { actNumber, assetInAddress, isAddress, readId } from '../../access/asset-text.ts';
import type { AssetWish } from './command.ts';
import { fault, type Read, read, type Span } from './fault.ts';
import type { Token } from './tokens.ts';

/** One id of a list: `1,2` is one word and two pieces. */
export type Piece = { text: string; kind: Token['kind']; at: Span };

/** Cuts a word at its commas and takes the punctuation off its end. */
export function piecesOf(token: Token): Piece[] {
  if (token.kind !== 'word') return [token];
  return [...token.text.matchAll(/[^,]+/g)].flatMap((match) => {
    const text = match[0].replace(/[.;:?!]+$/, '');
    const start = token.at[0] + match.index;
    return text === '' ? [] : [{ text, kind: token.kind, at: [start, start + text.length] as Span }];
  });
}

/** Reads one id; the address, `act_` or key says the kind by itself, other ids take it from the word before. */
export function readPiece({ text, kind: shape, at }: Piece, kind: AssetKind | null): Read<AssetWish> {
  if (shape === 'link' || (shape === 'word' && isAddress(text))) {
    const asset = assetInAddress(text);
    return asset ? read(asset) : fault({ code: 'address_without_id', word: text }, at);
  }
  const key = parseAssetKey(text);
  if (key) return read(key);
  if (kind === 'group' && shape === 'quoted') return read({ kind, name: text });

  const act = actNumber(text);
  const id = readId(act ?? text);
  const whose = act === null ? kind : 'adaccount';
  if (id.ok && whose !== null) {
    return kind !== null && whose !== kind ? fault(badId(text, 'not_a_number'), at) : read({ kind: whose, id: id.id });
  }
  if (id.ok) return fault({ code: 'kind_missing', word: text }, at, { to: `page ${text}` });
  if (id.problem === 'not_a_number' && kind === 'group') return fault(badId(text, id.problem), at, { to: `"${text}"` });
  const digits =
    /^[#(]?([1-9]\d*)\)?$/.exec(text)?.[1] ?? (id.problem === 'leading_zero' ? text.replace(/^0+/, '') : '');
  return fault(badId(text, id.problem), at, digits === '' ? undefined : { to: digits });
}

const badId = (word: string, problem: 'not_a_number' | 'leading_zero' | 'too_long') =>
  ({ code: 'bad_asset_id', word, problem }) as const;

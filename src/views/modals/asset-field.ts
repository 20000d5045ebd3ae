import type { types } from '@slack/bolt';
import { AssetKind, type AssetRef, assetKey, parseAssetKey } from '../../access/asset.ts';
import { actNumber, assetInAddress, isAddress, readId } from '../../access/asset-text.ts';
import { plainLine } from '../../access/plain-line.ts';
import type { AssetInfo } from '../../access/ports/meta.ts';
import { plain } from '../blocks.ts';
import { actions } from '../ids.ts';
import { assetNumber } from '../words.ts';
import { fieldValue, option, type Submitted, selectField, textField } from './fields.ts';

const KIND = 'asset_kind';
const NUMBER = 'asset_id';
const SEARCH = 'asset';
const KINDS = [
  { value: 'page', text: 'Page' },
  { value: 'adaccount', text: 'Ad account' },
  { value: 'group', text: 'Project' },
];

/** Asks which asset: by a search over names, or by kind and number. */
export function assetField(search: boolean, asset?: AssetRef): types.InputBlock[] {
  if (!search) {
    return [
      selectField({ id: KIND, label: 'What' }, KINDS, asset?.kind ?? 'page'),
      textField(
        {
          id: NUMBER,
          label: 'Number or address',
          hint: 'From Business Settings; act_… and addresses say by themselves what it is.',
        },
        { example: '123456789', max_length: 500, ...(asset ? { initial_value: asset.id } : {}) },
      ),
    ];
  }
  const chosen = asset ? { initial_option: option({ value: assetKey(asset), text: assetNumber(asset) }) } : {};
  return [
    {
      type: 'input',
      block_id: SEARCH,
      label: plain('Page, ad account or project'),
      hint: plain('Type a part of the name, the number, or paste the address.'),
      element: { type: 'external_select', action_id: actions.asset, min_query_length: 0, ...chosen },
    },
  ];
}

/** The choices for what was typed into the search: what the text itself names first, then assets by name or number. */
export function assetOptions(typed: string, assets: readonly AssetInfo[]): { options: types.PlainTextOption[] } {
  const query = plainLine(typed).toLowerCase();
  const named = isAddress(query) ? assetInAddress(query) : null;
  const found = assets.filter(({ asset, name }) => {
    if (named) return assetKey(asset) === assetKey(named);
    return asset.id.startsWith(actNumber(query) ?? query) || name.toLowerCase().includes(query);
  });
  const known = found.map(({ asset, name }) => ({
    value: assetKey(asset),
    text: `${plainLine(name)} · ${assetNumber(asset)}`,
  }));
  const seen = new Set(known.map(({ value }) => value));
  const typedIn = (named ? [named] : numbered(query))
    .map((asset) => ({ value: assetKey(asset), text: assetNumber(asset) }))
    .filter(({ value }) => !seen.has(value));
  return { options: [...known.slice(0, 98), ...typedIn].map(option) };
}

function numbered(query: string): AssetRef[] {
  const act = actNumber(query);
  const id = readId(act ?? query);
  if (!id.ok) return [];
  const kinds: AssetKind[] = act === null ? ['page', 'adaccount'] : ['adaccount'];
  return kinds.map((kind) => ({ kind, id: id.id }));
}

/** Reads the asset from either form of the field; the words for the field when there is none in it. */
export function readAsset(view: Submitted): { asset: AssetRef } | { errors: Record<string, string> } {
  if (view.state.values[SEARCH]) {
    const asset = parseAssetKey(fieldValue(view, SEARCH, actions.asset));
    return asset ? { asset } : { errors: { [SEARCH]: 'Choose a Page or ad account.' } };
  }
  const text = plainLine(fieldValue(view, NUMBER));
  if (isAddress(text)) {
    const asset = assetInAddress(text);
    return asset ? { asset } : { errors: { [NUMBER]: 'I find no number in this address. Write the number instead.' } };
  }
  const act = actNumber(text);
  const kind = AssetKind.safeParse(act === null ? fieldValue(view, KIND) : 'adaccount');
  const id = readId(act ?? text);
  if (!kind.success) return { errors: { [KIND]: 'Choose what it is.' } };
  if (id.ok) return { asset: { kind: kind.data, id: id.id } };
  return { errors: { [NUMBER]: NOT_AN_ID[id.problem] } };
}

const NOT_AN_ID = {
  not_a_number: 'Write the number, act_ and the number, or the address.',
  leading_zero: 'No number at Meta begins with 0. Check it.',
  too_long: 'That is too long for a number at Meta. Check it.',
};

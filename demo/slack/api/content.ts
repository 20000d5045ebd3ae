import type { Block, Json } from '../blocks/types.ts';
import { charactersIn, validateBlocks } from '../blocks/validate.ts';
import type { Message } from '../model.ts';
import { newId, type State } from '../state.ts';
import { optionalText, structured } from './args.ts';
import { refuse, refuseWith } from './refusal.ts';

const maxText = 40_000;
const maxBlockCharacters = 13_000;
const maxMetadataBytes = 16_000;

/** What a message says: checked against every limit, with only the parts that were given. */
export type Content = { text?: string; blocks?: Block[] } & Pick<Message, 'attachments' | 'metadata'>;

function readBlocks(state: State, raw: unknown, root: string[]): Block[] {
  if (!Array.isArray(raw)) return refuse('invalid_blocks_format');
  const verdict = validateBlocks(raw, 'message', root, () => newId(state, 'b').toLowerCase());
  if (!verdict.ok) return refuseWith('invalid_blocks', verdict.complaints);
  if (charactersIn(verdict.blocks) > maxBlockCharacters) return refuse('msg_blocks_too_long');
  return verdict.blocks;
}

function readAttachments(state: State, raw: unknown): Json[] {
  if (!Array.isArray(raw)) return refuse('invalid_attachments');
  if (raw.length > 100) return refuse('too_many_attachments');
  return raw.map((item: Json, at) => {
    const root = ['attachments', String(at), 'blocks'];
    return item.blocks === undefined ? item : { ...item, blocks: readBlocks(state, item.blocks, root) };
  });
}

function readMetadata(raw: unknown): Message['metadata'] {
  const metadata = raw as { event_type?: unknown; event_payload?: unknown };
  const { event_type: type, event_payload: payload } = metadata;
  const named = typeof type === 'string' && type !== '' && type.length <= 255;
  if (!named || typeof payload !== 'object' || payload === null) return refuse('invalid_metadata_format');
  if (JSON.stringify(metadata).length > maxMetadataBytes) return refuse('metadata_too_large');
  return { event_type: type, event_payload: payload as Json };
}

/** Reads text, blocks, attachments and metadata, and refuses what Slack refuses. */
export function readContent(state: State, args: Json): Content {
  const text = optionalText(args, 'text');
  const blocks = structured(args, 'blocks', 'invalid_blocks_format');
  const attachments = structured(args, 'attachments', 'invalid_attachments');
  const metadata = structured(args, 'metadata', 'invalid_metadata_format');
  if (text === undefined && blocks === undefined && attachments === undefined) return refuse('no_text');
  if (text !== undefined && text.length > maxText) return refuse('msg_too_long');
  const cleared = metadata !== undefined && Object.keys(metadata as Json).length === 0;
  const read = metadata === undefined || cleared ? undefined : readMetadata(metadata);
  return {
    ...(text === undefined ? {} : { text }),
    ...(blocks === undefined ? {} : { blocks: readBlocks(state, blocks, ['blocks']) }),
    ...(attachments === undefined ? {} : { attachments: readAttachments(state, attachments) }),
    ...(read === undefined ? {} : { metadata: read }),
  };
}

/** Refuses a message in which people would read nothing at all. */
export function requireSomething(content: Content): Content {
  const empty = content.text === undefined && (content.blocks?.length ?? 0) + (content.attachments?.length ?? 0) === 0;
  return empty ? refuse('no_text') : content;
}

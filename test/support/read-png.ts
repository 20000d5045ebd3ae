import { inflateSync } from 'node:zlib';

export const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

/** `colour` is 0xRRGGBB of the nth point, row by row. */
export type Picture = { width: number; height: number; colour(at: number): number };

/** Reads what browsers write: eight bits a channel, no interlacing; any transparency is left out. */
export function readPng(png: Buffer): Picture {
  const parts: Buffer[] = [];
  for (let at = SIGNATURE.length; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const [width, height, channels] = [png.readUInt32BE(16), png.readUInt32BE(20), png[25] === 6 ? 4 : 3];
  const bytes = unfiltered(inflateSync(Buffer.concat(parts)), { row: width * channels, height, channels });
  return { width, height, colour: (at) => bytes.readUIntBE(at * channels, 3) };
}

type Shape = { row: number; height: number; channels: number };

/** Each byte was written as its difference from what its neighbours (left, up, left of up) let expect. */
function unfiltered(raw: Buffer, { row, height, channels }: Shape): Buffer {
  const out = Buffer.alloc(row * height);
  const get = (y: number, x: number) => (y < 0 || x < 0 ? 0 : (out[y * row + x] ?? 0));
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (row + 1)] ?? 0;
    for (let x = 0; x < row; x += 1) {
      const [left, up, corner] = [get(y, x - channels), get(y - 1, x), get(y - 1, x - channels)];
      const expected = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
      out[y * row + x] = (raw[y * (row + 1) + 1 + x] ?? 0) + expected;
    }
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const off = [left, up, corner].map((one) => Math.abs(guess - one));
  return [left, up, corner][off.indexOf(Math.min(...off))] ?? 0;
}

import { crc32, deflateSync } from 'node:zlib';
import { type Picture, readPng, SIGNATURE } from './read-png.ts';

const COLOURS = 256;
/** Of these, how many go to families of colours, so that a small icon keeps its own. */
const FAMILIES = 96;

/** The same picture in 256 colours: what an interface draws needs no more, and takes a third of the bytes. */
export function smallPng(png: Buffer): Buffer {
  const picture = readPng(png);
  const { width, height } = picture;
  const palette = chosen(picture);
  const nearest = finder(palette);
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) rows[y * (width + 1) + 1 + x] = nearest(picture.colour(y * width + x));
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]))),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The commonest colour of each family (three bits a channel), then whatever is common. */
function chosen({ width, height, colour }: Picture): number[] {
  const counts = new Map<number, number>();
  for (let at = 0; at < width * height; at += 1) counts.set(colour(at), (counts.get(colour(at)) ?? 0) + 1);
  const sorted = [...counts].sort(([, a], [, b]) => b - a).map(([one]) => one);
  const families = new Map<number, number>();
  for (const one of sorted) if (!families.has(one & 0xe0e0e0)) families.set(one & 0xe0e0e0, one);
  return [...new Set([...[...families.values()].slice(0, FAMILIES), ...sorted])].slice(0, COLOURS);
}

function finder(palette: readonly number[]): (colour: number) => number {
  const known = new Map(palette.map((colour, at) => [colour, at]));
  return (colour) => {
    const before = known.get(colour);
    if (before !== undefined) return before;
    const distances = palette.map((one) => distance(one, colour));
    const best = distances.indexOf(Math.min(...distances));
    known.set(colour, best);
    return best;
  };
}

const distance = (a: number, b: number): number =>
  ((a >> 16) - (b >> 16)) ** 2 + (((a >> 8) & 255) - ((b >> 8) & 255)) ** 2 + ((a & 255) - (b & 255)) ** 2;

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

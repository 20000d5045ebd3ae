/** WebSocket frame kinds (RFC 6455 §5.2). */
export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** One frame as a server sends it: whole and unmasked. */
export function encodeFrame(opcode: number, payload: Buffer): Buffer {
  const size = payload.length;
  const head = size < 126 ? Buffer.alloc(2) : size < 65_536 ? Buffer.alloc(4) : Buffer.alloc(10);
  head[0] = 0x80 | opcode;
  head[1] = size < 126 ? size : size < 65_536 ? 126 : 127;
  if (head.length === 4) head.writeUInt16BE(size, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(size), 2);
  return Buffer.concat([head, payload]);
}

type Frame = { final: boolean; opcode: number; payload: Buffer; size: number };

function readFrame(data: Buffer): Frame | undefined {
  if (data.length < 2) return undefined;
  const [first = 0, second = 0] = data;
  const short = second & 0x7f;
  const lengthEnd = short === 126 ? 4 : short === 127 ? 10 : 2;
  const masked = (second & 0x80) !== 0;
  const start = lengthEnd + (masked ? 4 : 0);
  if (data.length < start) return undefined;
  const length = short === 126 ? data.readUInt16BE(2) : short === 127 ? Number(data.readBigUInt64BE(2)) : short;
  if (data.length < start + length) return undefined;
  const payload = Buffer.from(data.subarray(start, start + length));
  if (masked) {
    const mask = data.subarray(lengthEnd, start);
    for (let at = 0; at < payload.length; at += 1) payload[at] = (payload[at] ?? 0) ^ (mask[at % 4] ?? 0);
  }
  return { final: (first & 0x80) !== 0, opcode: first & 0x0f, payload, size: start + length };
}

/** Turns bytes as they come into whole messages, joining fragments. */
export function createFrameReader(onMessage: (opcode: number, payload: Buffer) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  let fragments: Buffer[] = [];
  let started: number = opcodes.text;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (let frame = readFrame(rest); frame !== undefined; frame = readFrame(rest)) {
      rest = rest.subarray(frame.size);
      if (frame.opcode >= opcodes.close) {
        onMessage(frame.opcode, frame.payload);
        continue;
      }
      if (frame.opcode !== opcodes.continuation) started = frame.opcode;
      fragments.push(frame.payload);
      if (!frame.final) continue;
      const whole = Buffer.concat(fragments);
      fragments = [];
      onMessage(started, whole);
    }
  };
}

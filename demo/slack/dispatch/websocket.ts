import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { createFrameReader, encodeFrame, opcodes } from './frames.ts';

/** The server's end of one WebSocket. */
export type WebSocketPeer = { send(text: string): void; ping(): void; close(): void; destroy(): void };

const guid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** Completes the handshake and speaks text frames; Node has a WebSocket client but no server. */
export function acceptWebSocket(
  req: IncomingMessage,
  socket: Duplex,
  on: { message(text: string): void; close(): void },
): WebSocketPeer {
  const key = String(req.headers['sec-websocket-key']);
  const accept = createHash('sha1')
    .update(key + guid)
    .digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  const write = (opcode: number, payload: Buffer) => {
    if (socket.writable) socket.write(encodeFrame(opcode, payload));
  };
  const read = createFrameReader((opcode, payload) => {
    if (opcode === opcodes.text) on.message(payload.toString());
    if (opcode === opcodes.ping) write(opcodes.pong, payload);
    if (opcode === opcodes.close) {
      write(opcodes.close, payload);
      socket.end();
    }
  });
  socket.on('data', read);
  socket.on('error', () => socket.destroy());
  socket.on('close', on.close);
  return {
    send: (text) => write(opcodes.text, Buffer.from(text)),
    ping: () => write(opcodes.ping, Buffer.from('ping')),
    close: () => write(opcodes.close, Buffer.from([0x03, 0xe8])),
    destroy: () => socket.destroy(),
  };
}

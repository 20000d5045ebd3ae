import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { bot } from '../identity.ts';
import type { Answer, Outgoing } from './outgoing.ts';
import { acceptWebSocket, type WebSocketPeer } from './websocket.ts';

const maxConnections = 10;
const ticketMs = 30_000;
const pingMs = 10_000;

const envelopeTypes = { command: 'slash_commands', interactive: 'interactive', event: 'events_api' } as const;

/** The bot's Socket Mode connections: each message goes to one of them and waits for its envelope to be acknowledged. */
export function createSocketMode(options: { ackTimeoutMs: number; onChange(): void }) {
  const tickets = new Map<string, number>();
  const peers: WebSocketPeer[] = [];
  const waiting = new Map<string, { peer: WebSocketPeer; settle(answer: Answer): void }>();
  let turn = 0;

  function drop(peer: WebSocketPeer): void {
    const at = peers.indexOf(peer);
    if (at >= 0) peers.splice(at, 1);
    for (const wait of [...waiting.values()]) {
      if (wait.peer === peer) wait.settle({ outcome: 'failed', reason: 'dispatch_failed' });
    }
    options.onChange();
  }

  function receive(text: string): void {
    const reply = JSON.parse(text) as { envelope_id?: string; payload?: Record<string, unknown> };
    const wait = waiting.get(reply.envelope_id ?? '');
    const empty = reply.payload === undefined || Object.keys(reply.payload).length === 0;
    wait?.settle({ outcome: 'acked', body: empty ? undefined : reply.payload });
  }

  /** A single-use address for one connection, as `apps.connections.open` hands out. */
  function issueTicket(): string {
    const ticket = randomUUID();
    tickets.set(ticket, Date.now() + ticketMs);
    return ticket;
  }

  function connect(req: IncomingMessage, socket: Duplex, ticket: string): void {
    const deadline = tickets.get(ticket);
    tickets.delete(ticket);
    if (deadline === undefined || deadline < Date.now() || peers.length >= maxConnections) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    const pings = setInterval(() => peer.ping(), pingMs);
    const close = () => {
      clearInterval(pings);
      drop(peer);
    };
    const peer = acceptWebSocket(req, socket, { message: receive, close });
    peers.push(peer);
    const info = { app_id: bot.appId };
    peer.send(JSON.stringify({ type: 'hello', num_connections: peers.length, connection_info: info }));
    options.onChange();
  }

  function send({ format, payload, retry }: Outgoing): Promise<Answer> {
    turn += 1;
    const peer = peers[turn % peers.length];
    if (peer === undefined) return Promise.resolve({ outcome: 'failed', reason: 'dispatch_failed' });
    const envelope = randomUUID();
    return new Promise((resolve) => {
      const settle = (answer: Answer) => {
        clearTimeout(timer);
        waiting.delete(envelope);
        resolve(answer);
      };
      const late = { outcome: 'timeout', reason: 'operation_timeout' } as const;
      const timer = setTimeout(() => settle(late), options.ackTimeoutMs);
      waiting.set(envelope, { peer, settle });
      const again = format === 'event' ? { retry_attempt: retry?.num ?? 0, retry_reason: retry?.reason ?? '' } : {};
      const accepts = { accepts_response_payload: format !== 'event' };
      peer.send(JSON.stringify({ envelope_id: envelope, type: envelopeTypes[format], payload, ...accepts, ...again }));
    });
  }

  return {
    issueTicket,
    connect,
    send,
    connected: () => peers.length > 0,
    close: () => {
      for (const peer of [...peers]) peer.destroy();
    },
  };
}

/** The bot's Socket Mode connections. */
export type SocketMode = ReturnType<typeof createSocketMode>;

import { isObject } from '../json.js';

/** What a frame is about. `protocol` is what the libraries say to each other: pings, upgrades, the handshake. */
export type Kind = 'event' | 'answer' | 'protocol';

/** What the wire's text says. */
export interface Decoded {
  readonly kind: Kind;
  /** Of an answer: what was asked. */
  readonly event: string;
  readonly data: unknown;
  /** Of what asks for an answer, and of the answer. */
  readonly ackId?: number;
}

const ENGINE = ['open', 'close', 'ping', 'pong', 'message', 'upgrade', 'noop'] as const;
const PACKETS = ['connect', 'disconnect', 'event', 'answer', 'connect_error', 'event', 'answer'] as const;
/** Type, number of binary parts, namespace, id, and what follows. */
const PACKET = /^([0-6])(?:\d+-)?(?:\/[^,]*,)?(\d+)?([^]*)$/;

/** One packet of Engine.IO, which for the most part carries one of Socket.IO. `asked` knows what each id was asked with. */
export function decodeSocketIo(wire: string, asked: ReadonlyMap<number, string>): Decoded {
  const type = ENGINE[Number(wire[0])];
  if (type === undefined) return { kind: 'protocol', event: 'unknown', data: wire };
  if (type !== 'message') return { kind: 'protocol', event: type, data: parsed(wire.slice(1)) };
  const [, digit, id, rest = ''] = PACKET.exec(wire.slice(1)) ?? [];
  const packet = digit === undefined ? undefined : PACKETS[Number(digit)];
  if (packet === undefined) return { kind: 'protocol', event: 'unknown', data: wire };
  const content = parsed(rest);
  const ack = id === undefined ? {} : { ackId: Number(id) };
  if (packet === 'event' && Array.isArray(content)) {
    const [event, ...args] = content as unknown[];
    return { kind: 'event', event: String(event), data: only(args), ...ack };
  }
  if (packet === 'answer') {
    const data = Array.isArray(content) ? only(content) : content;
    return { kind: 'answer', event: asked.get(Number(id)) ?? 'unknown', data, ...ack };
  }
  return { kind: 'protocol', event: packet, data: content };
}

/** One frame of a plain WebSocket: an object with a `type`, and its fields beside it, in `data` or in `payload`. */
export function decodeRaw(wire: string, asked: ReadonlyMap<number, string>): Decoded {
  const frame = parsed(wire);
  if (!isObject(frame)) return { kind: 'event', event: 'not a frame', data: frame };
  const { type, id, ...rest } = frame;
  const event = typeof type === 'string' ? type : 'no type';
  const numbered = typeof id === 'number';
  if (event === 'ack' && numbered) return { kind: 'answer', event: asked.get(id) ?? 'unknown', data: rest, ackId: id };
  const wraps = isWrapped(rest);
  // An `id` beside the fields is the message's own.
  const data = wraps ? (rest.data ?? rest.payload) : id === undefined ? rest : { ...rest, id };
  return { kind: 'event', event, data, ...(wraps && numbered ? { ackId: id } : {}) };
}

function isWrapped(rest: Readonly<Record<string, unknown>>): boolean {
  const [name, ...others] = Object.keys(rest);
  return others.length === 0 && (name === 'data' || name === 'payload');
}

function only(args: readonly unknown[]): unknown {
  return args.length > 1 ? args : args[0];
}

function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

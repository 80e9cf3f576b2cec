import { ERRORS, type ErrorCode, type PublicError } from '../../protocol/index.js';
import type { Frame } from '../dialects/index.js';

/** What a Socket.IO packet written to a raw connection asks of it. */
export type ServerPacket =
  | { readonly kind: 'event'; readonly frame: Frame }
  | { readonly kind: 'refused'; readonly error: PublicError }
  | { readonly kind: 'disconnect' }
  | { readonly kind: 'nothing' };

/** Reads a packet of the Socket.IO protocol, version 5, as the server encodes it for the root namespace. */
export function readPacket(packet: string): ServerPacket {
  switch (packet[0]) {
    case '1':
      return { kind: 'disconnect' };
    case '2': {
      const [event, data] = JSON.parse(packet.slice(1)) as [string, object];
      return { kind: 'event', frame: { event, data } };
    }
    case '4':
      return { kind: 'refused', error: refusal(JSON.parse(packet.slice(1)) as { message: string; data?: Partial<PublicError> }) };
    default:
      // The CONNECT answer; the dialect says hello in its own words. Acknowledgements never come this way.
      return { kind: 'nothing' };
  }
}

function refusal({ message, data }: { message: string; data?: Partial<PublicError> }): PublicError {
  const code: ErrorCode = data?.code ?? 'UNAUTHENTICATED';
  return { ...data, code, message, retryable: ERRORS[code].retryable };
}

import { AppError } from '../../common/index.js';
import { DIALECTS, type DialectName } from '../../protocol/index.js';

/** What of a handshake tells the dialects apart. */
export interface Handshake {
  readonly transport: 'raw' | 'socket.io';
  /** A dialect the client named: `auth.dialect`, query `dialect`, or a WebSocket subprotocol. */
  readonly named: string | undefined;
  /** Whether a `token` stands in the query, even an empty one. */
  readonly tokenInQuery: boolean;
  /** Whether the client says which role it has, in `auth.userRole` or the header `user-role`. */
  readonly claimsRole: boolean;
}

/** The WebSocket subprotocol of the canonical protocol, version 1. */
export const SUBPROTOCOL = 'lyceum.v1';

/** The table of the wire contract: first match wins. */
export function detectDialect(handshake: Handshake, fallback: DialectName): DialectName {
  if (handshake.named !== undefined) return known(handshake.named);
  if (handshake.transport === 'raw') return handshake.tokenInQuery ? 'skill-lift' : 'group-study';
  return handshake.claimsRole ? 'instant-mentor' : fallback;
}

function known(name: string): DialectName {
  const dialect = DIALECTS.find((candidate) => candidate === name);
  if (dialect === undefined) {
    throw new AppError('INVALID', {
      field: 'dialect',
      message: `This server speaks ${DIALECTS.join(', ')}; not "${name.slice(0, 32)}"`,
    });
  }
  return dialect;
}

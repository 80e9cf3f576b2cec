import { AppError, NEXT_AUTH_ISSUER } from '../../common/index.js';
import { DIALECTS, type DialectName } from '../../protocol/index.js';

/** What of a handshake tells the dialects apart. */
export interface Handshake {
  readonly transport: 'raw' | 'socket.io';
  /** A dialect the client named: `auth.dialect`, query `dialect`, or a WebSocket subprotocol. */
  readonly named: string | undefined;
  /** Whether a `token` stands in the query, even an empty one. */
  readonly tokenInQuery: boolean;
  /** Who vouches for the person; undefined as long as that is not known. */
  readonly issuer: string | undefined;
}

/** The WebSocket subprotocol of the canonical protocol, version 1. */
export const SUBPROTOCOL = 'lyceum.v1';

/** The table of the wire contract: first match wins. */
export function detectDialect({ transport, named, tokenInQuery, issuer }: Handshake, fallback: DialectName): DialectName {
  if (named !== undefined) return known(named);
  if (transport === 'raw') return tokenInQuery ? 'skill-lift' : 'group-study';
  if (issuer === NEXT_AUTH_ISSUER) return 'direct-messages';
  return fallback;
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

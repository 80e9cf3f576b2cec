import type { DialectName } from '../protocol/index.js';

export interface RealtimeConfig {
  /** `DEFAULT_DIALECT`: for Socket.IO connections that nothing else tells apart. */
  defaultDialect: DialectName;
  maxFrameBytes: number;
  maxJsonDepth: number;
  pingIntervalMs: number;
  pingTimeoutMs: number;
  authTimeoutMs: number;
  connectionsPerAddress: number;
  unauthenticatedPerAddress: number;
  /** `CONNECTS_PER_SECOND`: begun on this node. */
  connectsPerSecond: number;
  connectionsPerUser: number;
  outboundBytes: number;
  outboundPackets: number;
  /** `OUTBOUND_TOTAL_BYTES`: for all clients of this node. */
  outboundTotalBytes: number;
  /** How long a fact of a room that came early waits for its predecessors. */
  orderMs: number;
  /** `FAST_WRITES`: finished frames go straight to idle sockets; off, everything takes Socket.IO's public path. */
  fastWrites: boolean;
  /** How long a planned stop may take until the clients are gone; with what follows, the stop stays under 25 s. */
  drainMs: number;
  /** How long a planned stop leaves load balancers to notice; part of `drainMs`. */
  drainNoticeMs: number;
  /** Clients leave spread over so long at most. */
  drainSpreadMs: number;
}

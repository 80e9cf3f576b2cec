import { z } from 'zod';
import { SOCKET_IO_DIALECTS } from '../protocol/index.js';
import { setting, type StartConditions } from './setting.js';
import { onOff, oneOf, wholeNumber } from './values.js';

export const realtimeSchema = ({ production }: StartConditions) =>
  z.object({
    defaultDialect: setting(oneOf(SOCKET_IO_DIALECTS), {
      env: 'DEFAULT_DIALECT',
      default: 'chatroom',
      meaning: 'Client protocol of a Socket.IO connection that nothing else tells apart.',
    }),
    maxFrameBytes: setting(wholeNumber(1_024, 16_777_216), {
      env: 'MAX_FRAME_BYTES',
      default: '65536',
      meaning: 'Largest frame a client may send, in bytes; a larger one closes its connection.',
    }),
    maxJsonDepth: setting(wholeNumber(4, 256), {
      env: 'MAX_JSON_DEPTH',
      default: '16',
      meaning: 'Levels of nesting a payload may have.',
    }),
    pingIntervalMs: setting(wholeNumber(100, 300_000), {
      env: 'PING_INTERVAL_MS',
      default: '15000',
      meaning: 'Milliseconds between two pings of a connection.',
    }),
    pingTimeoutMs: setting(wholeNumber(100, 300_000), {
      env: 'PING_TIMEOUT_MS',
      default: '10000',
      meaning: 'Milliseconds a client may take to answer a ping before its connection counts as dead.',
    }),
    authTimeoutMs: setting(wholeNumber(100, 300_000), {
      env: 'AUTH_TIMEOUT_MS',
      default: '10000',
      meaning: 'Milliseconds a connection may stay unauthenticated.',
    }),
    connectionsPerAddress: setting(wholeNumber(1, 1_000_000), {
      env: 'MAX_CONNECTIONS_PER_ADDRESS',
      default: '2000',
      meaning: 'Connections at once from one address to one node (a whole school may share one).',
    }),
    unauthenticatedPerAddress: setting(wholeNumber(1, 1_000_000), {
      env: 'MAX_UNAUTHENTICATED_PER_ADDRESS',
      default: '100',
      meaning: 'Connections at once from one address to one node that are not yet authenticated.',
    }),
    connectsPerSecond: setting(wholeNumber(1, 1_000_000), {
      env: 'CONNECTS_PER_SECOND',
      default: '1000',
      meaning:
        'Connections begun per second on this node, and as many at once after a quiet moment; above it clients are told to come again (429), and those who are connected feel nothing of it.',
    }),
    connectionsPerUser: setting(wholeNumber(1, 10_000), {
      env: 'MAX_CONNECTIONS_PER_USER',
      default: '20',
      meaning: 'Connections at once of one person, on all nodes together.',
    }),
    outboundBytes: setting(wholeNumber(65_536, 1_073_741_824), {
      env: 'OUTBOUND_QUEUE_BYTES',
      default: '1048576',
      meaning:
        'Bytes that may wait for a client that reads slowly; past it typing and the like are dropped, then it is disconnected.',
    }),
    outboundPackets: setting(wholeNumber(10, 1_000_000), {
      env: 'OUTBOUND_QUEUE_PACKETS',
      default: '1000',
      meaning: 'Packets that may wait for a client that reads slowly, on every transport; where they only pass by, more may.',
    }),
    outboundTotalBytes: setting(wholeNumber(1_048_576, 1_099_511_627_776), {
      env: 'OUTBOUND_TOTAL_BYTES',
      default: '268435456',
      meaning:
        'Bytes that may wait for all slow clients of this node together; past it those for whom the most waits are disconnected.',
    }),
    fastWrites: setting(onOff(), {
      env: 'FAST_WRITES',
      default: 'on',
      meaning:
        'Whether finished frames are written straight to idle sockets; off, everything takes the public path of Socket.IO.',
    }),
    orderMs: setting(wholeNumber(0, 10_000), {
      env: 'ROOM_ORDER_WAIT_MS',
      default: '200',
      meaning:
        'Milliseconds that what was said in a room waits for what was said before it, on another node, and is still on its way.',
    }),
    drainMs: setting(wholeNumber(0, 20_000), {
      env: 'DRAIN_MS',
      default: '20000',
      meaning: 'Milliseconds a planned stop may take in all until what runs is answered and the clients are gone.',
    }),
    drainNoticeMs: setting(wholeNumber(0, 10_000), {
      env: 'DRAIN_NOTICE_MS',
      default: production ? '2000' : '0',
      meaning:
        'Milliseconds between the signal to stop, from which on `/health/ready` answers 503, and the first refused connection: as long as load balancers need to notice. Not waited for where nobody is connected.',
    }),
    drainSpreadMs: setting(wholeNumber(0, 10_000), {
      env: 'DRAIN_SPREAD_MS',
      default: '5000',
      meaning: 'Milliseconds over which a planned stop sends its clients to the other nodes, 5 for each of them at most.',
    }),
  });

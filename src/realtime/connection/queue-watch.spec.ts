import { beforeEach, describe, expect, it } from '@jest/globals';
import { configOf } from '../../../test/support/realtime/live.js';
import type { AppError } from '../../common/index.js';
import type { ConnectionTable } from './connection-table.js';
import type { LiveConnection } from './live-connection.js';
import { QueueWatch } from './queue-watch.js';

const MB = 1_048_576;

describe('QueueWatch', () => {
  let clients: { queued: { bytes: number; packets: number }; closedWith: string[] }[];
  let watch: QueueWatch;
  /** A client for whom so much waits. */
  const client = (bytes: number, packets = 1) => {
    const added = { queued: { bytes, packets }, closedWith: [] as string[] };
    clients.push(added);
    return added;
  };

  beforeEach(() => {
    clients = [];
    const all = () =>
      clients.map(
        (each) =>
          Object.assign(each, {
            outlet: { queued: () => each.queued },
            close: (error: AppError) => each.closedWith.push(error.code),
          }) as unknown as LiveConnection,
      );
    const env = { OUTBOUND_QUEUE_BYTES: String(MB), OUTBOUND_QUEUE_PACKETS: '100', OUTBOUND_TOTAL_BYTES: String(4 * MB) };
    watch = new QueueWatch(configOf(env), { all } as unknown as ConnectionTable);
  });

  it('disconnects those for whom too much waits at two looks in a row, in bytes or in packets', () => {
    const [many, large, fine] = [client(5_000, 100), client(MB), client(MB - 1, 99)];
    watch.look();
    expect(clients.flatMap(({ closedWith }) => closedWith)).toEqual([]);
    watch.look();
    expect([many.closedWith, large.closedWith, fine.closedWith]).toEqual([['SLOW_CONSUMER'], ['SLOW_CONSUMER'], []]);
  });

  it('leaves alone who has read on meanwhile', () => {
    const behind = client(MB);
    watch.look();
    behind.queued = { bytes: 0, packets: 0 };
    watch.look();
    behind.queued = { bytes: MB, packets: 1 };
    watch.look();
    expect(behind.closedWith).toEqual([]);
  });

  it('disconnects those for whom the most waits where it is too much together', () => {
    const small = Array.from({ length: 10 }, () => client(MB / 10));
    const [first, second] = [client(MB - 1), client(MB - 2)];
    const rest = Array.from({ length: 3 }, () => client(MB / 2));
    watch.look();
    expect(first.closedWith).toEqual(['SLOW_CONSUMER']);
    expect([second, ...rest, ...small].flatMap(({ closedWith }) => closedWith)).toEqual([]);
  });
});

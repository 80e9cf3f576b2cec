import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ANA } from '../../../test/support/realtime/canonical.js';
import { Logger } from '@nestjs/common';
import type { DialectName, OnlineUsers } from '../../protocol/index.js';
import type { ConnectionTable } from '../connection/connection-table.js';
import type { EncodedFrame } from './encoded-frame.js';
import { LateStates } from './late-states.js';
import { topicChannel, userChannel } from './room-names.js';
import { Topics } from './topics.js';

const ONLINE: OnlineUsers = { users: [ANA], total: 1 };

describe('Topics', () => {
  let watching: Map<string, { dialect: DialectName; told: EncodedFrame[]; does: 'read' | 'stall' | 'break' }>;
  let late: LateStates;
  let topics: Topics;

  beforeEach(() => {
    Logger.overrideLogger(false);
    watching = new Map();
    const table = {
      get: (id: string) => {
        const watcher = watching.get(id);
        if (watcher === undefined) return undefined;
        return {
          inform: (_topic: string, encoded: EncodedFrame) => {
            if (watcher.does === 'break') throw new Error('broken');
            if (watcher.does === 'read') watcher.told.push(encoded);
            return watcher.does === 'read';
          },
        };
      },
      inChannel: (channel: string) => {
        const ids = [...watching].filter(([, { dialect }]) => topicChannel('online', dialect) === channel).map(([id]) => id);
        return ids.length === 0 ? undefined : new Set(ids);
      },
    };
    late = new LateStates();
    topics = new Topics(table as unknown as ConnectionTable, late);
  });

  afterEach(() => {
    late.onModuleDestroy();
    Logger.overrideLogger(true);
  });

  function watch(id: string, dialect: DialectName = 'chatroom', does: 'read' | 'stall' | 'break' = 'read'): EncodedFrame[] {
    const told: EncodedFrame[] = [];
    watching.set(id, { dialect, told, does });
    return told;
  }

  it('counts those who watch, of all dialects', () => {
    expect(topics.watchers('online')).toBe(0);
    watch('a');
    watch('b', 'lyceum');
    expect(topics.watchers('online')).toBe(2);
  });

  it('tells each in the words of their dialect, encoded once for all of it', () => {
    const [a, b, c] = [watch('a'), watch('b'), watch('c', 'lyceum')];
    const { bytes, missed } = topics.tell('online', 'presence:online', ONLINE);
    expect(a.map(({ frame }) => frame)).toEqual([{ event: 'online_users', data: ['ana'] }]);
    expect(b[0]).toBe(a[0]);
    expect(c.map(({ frame }) => frame)).toEqual([{ event: 'presence:online', data: ONLINE }]);
    expect(bytes).toBe(2 * (a[0]?.socketIo.length ?? 0) + (c[0]?.socketIo.length ?? 0));
    expect(missed.size).toBe(0);
  });

  it('says who could not be told, and tells the others all the same', () => {
    watch('broken', 'chatroom', 'break');
    watch('slow', 'chatroom', 'stall');
    const a = watch('a');
    const { missed } = topics.tell('online', 'presence:online', ONLINE);
    expect(a).toHaveLength(1);
    expect(missed).toEqual(new Set(['slow']));
  });

  it('tells some of them alone', () => {
    const [a, b] = [watch('a'), watch('b')];
    topics.tell('online', 'presence:online', ONLINE, new Set(['b', 'gone']));
    expect([a.length, b.length]).toEqual([0, 1]);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ANA, BEN } from '../../../test/support/realtime/canonical.js';
import { Logger } from '@nestjs/common';
import type { DialectName, OnlineUsers } from '../../protocol/index.js';
import type { ConnectionTable } from '../connection/connection-table.js';
import type { EncodedFact } from './encode-fact.js';
import type { Frame } from '../dialects/index.js';
import { topicChannel } from './room-names.js';
import { Topics } from './topics.js';

const ONLINE: OnlineUsers = { users: [ANA], total: 1 };

describe('Topics', () => {
  let watching: Map<string, { dialect: DialectName; told: EncodedFact[]; does: 'read' | 'stall' | 'break' }>;
  let topics: Topics;

  beforeEach(() => {
    Logger.overrideLogger(false);
    watching = new Map();
    const table = {
      get: (id: string) => {
        const watcher = watching.get(id);
        if (watcher === undefined) return undefined;
        return {
          user: ANA,
          inform: (_topic: string, encoded: EncodedFact) => {
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
    topics = new Topics(table as unknown as ConnectionTable);
  });

  afterEach(() => {
    Logger.overrideLogger(true);
  });

  function watch(id: string, dialect: DialectName = 'chatroom', does: 'read' | 'stall' | 'break' = 'read'): EncodedFact[] {
    const told: EncodedFact[] = [];
    watching.set(id, { dialect, told, does });
    return told;
  }

  function framesOf(told: EncodedFact[]): Frame[] {
    return told.flat().map(({ frame }) => frame);
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
    expect(framesOf(a)).toEqual([{ event: 'online_users', data: ['ana'] }]);
    expect(b[0]).toBe(a[0]);
    expect(framesOf(c)).toEqual([{ event: 'presence:online', data: ONLINE }]);
    expect(bytes).toBe(2 * (a[0]?.[0]?.socketIo.length ?? 0) + (c[0]?.[0]?.socketIo.length ?? 0));
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
    topics.tell('online', 'presence:online', ONLINE, { only: new Set(['b', 'gone']) });
    expect([a.length, b.length]).toEqual([0, 1]);
  });

  describe('with news', () => {
    const changes = { came: [BEN], gone: ['u-eva', 'u-cem'] };
    const telling = (missedBy: string[]) => ({ news: { data: { ...ONLINE, changes }, missedBy: new Set(missedBy) } });

    it('tells what has changed to who heard the telling before, and the whole to who missed it', () => {
      const [a, late] = [watch('a', 'direct-messages'), watch('late', 'direct-messages')];
      const { bytes } = topics.tell('online', 'presence:online', ONLINE, telling(['late']));
      expect(framesOf(a)).toEqual([
        { event: 'user:online', data: { userId: BEN.id } },
        { event: 'user:offline', data: { userId: 'u-eva' } },
        { event: 'user:offline', data: { userId: 'u-cem' } },
      ]);
      expect(framesOf(late)).toEqual([{ event: 'users:online', data: { userIds: [ANA.id] } }]);
      expect(bytes).toBe([...a, ...late].flat().reduce((sum, { socketIo }) => sum + socketIo.length, 0));
    });

    it('tells nothing where a dialect sees no change', () => {
      const a = watch('a', 'direct-messages');
      topics.tell('online', 'presence:online', ONLINE, {
        news: { data: { ...ONLINE, changes: { came: [], gone: [] } }, missedBy: new Set() },
      });
      expect(a).toEqual([]);
    });
  });
});

import { describe, expect, it } from '@jest/globals';
import { BEN } from '../../../test/support/realtime/canonical.js';
import { aLiveConnection } from '../../../test/support/realtime/live.js';
import type { SocketServer } from '../transport/socket-server.js';
import { ConnectionTable } from './connection-table.js';

function tableWith(rooms = new Map<string, Set<string>>()): ConnectionTable {
  return new ConnectionTable({ io: { of: () => ({ adapter: { rooms } }) } } as unknown as SocketServer);
}

describe('ConnectionTable', () => {
  it('finds connections by id while they are there', () => {
    const table = tableWith();
    const connection = aLiveConnection({ id: 'a' });
    table.add(connection);
    expect(table.get('a')).toBe(connection);
    expect([...table.all()]).toEqual([connection]);
    table.remove(connection);
    expect(table.get('a')).toBeUndefined();
    expect(table.size).toBe(0);
  });

  it('counts each person’s connections', () => {
    const table = tableWith();
    const [tab, phone, other] = [
      aLiveConnection({ id: 'a' }),
      aLiveConnection({ id: 'b' }),
      aLiveConnection({ id: 'c', user: BEN }),
    ];
    for (const connection of [tab, phone, other]) table.add(connection);
    expect(table.countOf(tab.user.id)).toBe(2);
    table.remove(phone);
    expect(table.countOf(tab.user.id)).toBe(1);
    expect(table.countOf(BEN.id)).toBe(1);
    expect(table.countOf('nobody')).toBe(0);
  });

  it('counts a connection that is removed twice once', () => {
    const table = tableWith();
    const [tab, phone] = [aLiveConnection({ id: 'a' }), aLiveConnection({ id: 'b' })];
    table.add(tab);
    table.add(phone);
    table.remove(tab);
    table.remove(tab);
    expect(table.countOf(phone.user.id)).toBe(1);
  });

  it('tells who stands in a channel', () => {
    const table = tableWith(new Map([['room:1@lyceum', new Set(['a'])]]));
    expect(table.inChannel('room:1@lyceum')).toEqual(new Set(['a']));
    expect(table.inChannel('room:2@lyceum')).toBeUndefined();
  });
});

import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Socket } from 'socket.io';
import { ANA } from '../../../test/support/realtime/canonical.js';
import { DIALECT_TABLES } from '../dialects/index.js';
import { EncodedFrame } from '../publisher/encoded-frame.js';
import type { Outcome, Outlet } from '../publisher/outlet.js';
import { LiveConnection } from './live-connection.js';

const TABLE = DIALECT_TABLES.lyceum;
const ROOM = { id: 'room-1', key: null, code: null };

function frame(event: string): EncodedFrame[] {
  return [new EncodedFrame({ event, data: {} }, TABLE)];
}

describe('LiveConnection', () => {
  let sent: string[];
  let outcome: Outcome;
  let channels: Set<string>;
  let socket: { id: string; connected: boolean };
  let connection: LiveConnection;

  beforeEach(() => {
    sent = [];
    outcome = 'fast';
    channels = new Set();
    socket = Object.assign(
      { id: 'connection-1', connected: true },
      { join: (channel: string) => channels.add(channel), leave: (channel: string) => channels.delete(channel) },
    );
    connection = new LiveConnection({
      socket: socket as unknown as Socket,
      identity: { user: ANA, issuer: 'lyceum', sessionId: null, verifiedAt: 0, expiresAt: null },
      dialect: TABLE,
      address: '192.0.2.1',
      deviceId: undefined,
      owner: {
        entered: () => undefined,
        exited: () => undefined,
        renewed: () => undefined,
        delivered: () => undefined,
        reached: () => undefined,
      },
      outlet: {
        write: (encoded: EncodedFrame, isVolatile: boolean) => {
          if (isVolatile && outcome === 'dropped') return outcome;
          sent.push(encoded.frame.event);
          return outcome;
        },
      } as unknown as Outlet,
    });
  });

  it('has facts of the room it enters, and the latest state of what it watches, wait for the answer', () => {
    connection.beginAnswer();
    connection.enter(ROOM, 0, 0);
    connection.watch('online');
    connection.deliver(frame('said in the room'), false, ROOM.id);
    expect(connection.inform('online', frame('old state'))).toBe(true);
    connection.deliver(frame('said elsewhere'), false, 'room-2');
    connection.inform('online', frame('new state'));
    connection.say({ event: 'answer', data: {} });
    connection.endAnswer();

    expect(sent).toEqual(['said elsewhere', 'answer', 'said in the room', 'new state']);
  });

  it('is given the whole state where what it would hear builds on one that it was not told', () => {
    const whole = (): EncodedFrame[] => frame('whole state');
    connection.beginAnswer();
    connection.inform('online', frame('news'), { whole });
    connection.endAnswer();
    connection.beginAnswer();
    connection.inform('online', frame('lost news'), { whole });
    connection.inform('online', frame('later news'), { whole });
    connection.endAnswer();

    expect(sent).toEqual(['news', 'whole state']);
  });

  it('sends all frames of a fact in their order, and none after one that was dropped', () => {
    connection.deliver([...frame('one'), ...frame('two')], false);
    outcome = 'dropped';
    expect(connection.inform('online', [...frame('three'), ...frame('four')])).toBe(false);
    expect(sent).toEqual(['one', 'two']);
  });

  it('is not told what it no longer watches when the answer is out', () => {
    connection.beginAnswer();
    connection.watch('online');
    connection.inform('online', frame('state'));
    connection.unwatch('online');
    connection.endAnswer();

    expect(sent).toEqual([]);
    expect(channels).not.toContain('topic:online@lyceum');
  });

  it('is not told the state of somebody whose room it left before the answer was out', () => {
    connection.enter(ROOM, 0, 0);
    connection.beginAnswer();
    connection.inform('person:ben', frame('of the room'), { isDue: () => connection.rooms.has(ROOM.id) });
    connection.inform('person:cem', frame('of a watched one'), { isDue: () => true });
    connection.exit(ROOM.id);
    connection.endAnswer();

    expect(sent).toEqual(['of a watched one']);
  });

  it('says that a state was not sent because the client reads too slowly', () => {
    outcome = 'dropped';
    expect(connection.inform('online', frame('state'))).toBe(false);
    outcome = 'public';
    expect(connection.inform('online', frame('state'))).toBe(true);
  });

  it('watches nothing once it is closed', () => {
    connection.watch('online');
    expect(channels).toContain('topic:online@lyceum');
    connection.unwatch('online');

    socket.connected = false;
    connection.watch('online');
    expect(channels).not.toContain('topic:online@lyceum');
  });
});

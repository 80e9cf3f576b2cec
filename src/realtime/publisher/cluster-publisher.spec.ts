import { EventEmitter2 } from '@nestjs/event-emitter';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { aMessage, ANA } from '../../../test/support/realtime/canonical.js';
import { DomainEvents } from '../../common/index.js';
import type { ClusterBus } from '../cluster/cluster-bus.js';
import { ClusterPublisher } from './cluster-publisher.js';
import type { LocalDelivery } from './local-delivery.js';
import type { Publication } from './publication.js';

const ROOM = { id: 'room-1', key: null, code: null };
const UNREAD = { room: ROOM, unread: 1, mentions: 0, lastSeq: 1, readSeq: 0, deliveredSeq: 0 };

describe('ClusterPublisher', () => {
  let log: string[];
  let receive: (publication: Publication) => void;
  let publisher: ClusterPublisher;

  beforeEach(() => {
    log = [];
    const events = new DomainEvents(new EventEmitter2());
    events.on('RoomSpoke', ({ roomId }) => log.push(`${roomId} spoke`));
    events.on('ReceiptTold', ({ roomId, userId, readSeq, deliveredSeq }) =>
      log.push(`${roomId} was told: ${userId} ${readSeq} ${deliveredSeq}`),
    );
    events.on('UnreadTold', ({ roomId, userId }) => log.push(`${userId} was told of ${roomId}`));
    const local = { accept: ({ name }: Publication) => log.push(`here: ${name}`) } as unknown as LocalDelivery;
    const bus = {
      onPublication: (listener: typeof receive) => void (receive = listener),
      send: ({ name }: Publication) => log.push(`elsewhere: ${name}`),
    } as unknown as ClusterBus;
    publisher = new ClusterPublisher(local, bus, events);
  });

  it('brings a fact to its own connections and the other nodes, and one for a connection only here', () => {
    publisher.publish({ room: ROOM.id }, 'rooms:closed', { room: ROOM, reason: 'closed' });
    publisher.publish({ connection: 'c1' }, 'chat:unread', UNREAD);
    expect(log).toEqual(['here: rooms:closed', 'elsewhere: rooms:closed', 'here: chat:unread']);
  });

  it('says to its node what went by, whichever node it is from', () => {
    publisher.publish({ room: ROOM.id }, 'chat:message', aMessage({ room: ROOM }));
    const from = { isVolatile: false, seq: null, saidAt: 0 };
    receive({ ...from, audience: { room: ROOM.id }, name: 'chat:deleted', data: aMessage({ room: ROOM }) });
    const receipt = { room: ROOM, user: ANA, readSeq: 1, deliveredSeq: 2 };
    receive({ ...from, audience: { room: ROOM.id }, name: 'chat:receipt', data: receipt });
    receive({ ...from, audience: { user: ANA.id }, name: 'chat:unread', data: UNREAD });

    expect(log).toEqual([
      'here: chat:message',
      'room-1 spoke',
      'elsewhere: chat:message',
      'here: chat:deleted',
      'room-1 spoke',
      'here: chat:receipt',
      'room-1 was told: u-ana 1 2',
      'here: chat:unread',
      'u-ana was told of room-1',
    ]);
  });
});

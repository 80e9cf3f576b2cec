import type { Room } from '../../../src/protocol/index.js';
import { FakeConnection, guest } from './fake-connection.js';
import type { RoomsNode } from './rooms-node.js';

/** Ways in, and what is seen of them, of the room and node that the test is about when they are called. */
export function comingAndGoing(about: () => { node: RoomsNode; room: Room }) {
  function join(connection: FakeConnection, name?: string) {
    const { node, room } = about();
    return node.join(connection, { code: room.code!, ...(name === undefined ? {} : { name }) });
  }

  /** A guest of that name, who has joined. */
  async function newcomer(name: string): Promise<FakeConnection> {
    const connection = new FakeConnection(guest());
    await join(connection, name);
    return connection;
  }

  /** Of who is in the room. */
  function names(): string[] {
    const { node, room } = about();
    return node.roster.seats(room.id).map((seat) => seat.name);
  }

  /** What others were told of coming and going, in order. */
  function told(): string[] {
    const comings = about().node.publisher.published.filter(({ name }) => name === 'rooms:joined' || name === 'rooms:left');
    return comings.map(({ name, data }) => {
      const fact = data as { name: string; reason?: string; returned?: boolean };
      return [name, fact.name, fact.reason ?? (fact.returned === true ? 'returned' : '')].join(' ').trim();
    });
  }

  return { join, newcomer, names, told };
}

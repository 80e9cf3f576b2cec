import { setTimeout as wait } from 'node:timers/promises';
import { GroupStudyClient } from './group-study-client.mjs';
import { RawClient } from './raw-client.mjs';
import { SocketIoClient } from './socketio-client.mjs';

const KINDS = { 'socket.io': SocketIoClient, 'group-study': GroupStudyClient, raw: RawClient };
/** Clients that are let in at once. */
const PARALLEL = 50;
/** Clients that enter rooms at once. */
const ENTERING = 10;
/** A line of chat of ordinary length. */
export const TEXT = 'Could somebody explain the second step of this proof once more, please? I lost the thread there.';

/** What can be asked for again and again. */
const WORKS = {
  send: (client) => client.say(TEXT),
  history: (client) => client.read('chat:history', { room: client.room, limit: 50 }),
  oldHistory: (client) => client.read('chat:history', { room: client.room, before: 60, limit: 50 }),
  rooms: (client) => client.read('rooms:list', { limit: 50 }),
  unread: (client) => client.read('chat:unread', {}),
  // One message in a hundred has the number.
  search: (client) => client.read('chat:search', { query: 'number 77', limit: 20 }),
  mentors: (client) => client.read('mentors:list', { limit: 20 }),
  calls: (client) => client.read('calls:history', { limit: 50 }),
};

/** Runs the work for 0 … count - 1, so many at a time. @param {(index: number) => Promise<unknown>} work */
async function each(count, work, parallel = PARALLEL) {
  let next = 0;
  const lane = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: Math.min(parallel, count) }, lane));
}

/** Tries again what a server on a busy machine could not do in its time; it is not measured. @param {() => Promise<void>} attempt */
async function patiently(attempt) {
  for (let more = 20; ; more -= 1) {
    try {
      return await attempt();
    } catch (error) {
      if (more === 0 || !error.message.includes('"retryable":true')) throw error;
      await wait(500);
    }
  }
}

/** Some clients of one server, and what they have heard. */
export class Crowd {
  /** Messages that reached any of the clients. */
  heard = 0;
  #awaited = Infinity;
  #reached = () => {};

  /** @param {(SocketIoClient | GroupStudyClient | RawClient)[]} clients */
  constructor(clients) {
    this.clients = clients;
    for (const client of clients) client.onMessage = () => (this.heard += 1) >= this.#awaited && this.#reached();
  }

  /**
   * @param {{ port: number, kind: 'socket.io' | 'group-study' | 'raw', people: number, names: string }} options people are called
   *   `<names>-0`, `<names>-1`, …; they come from several addresses, as one has not enough ports for many rounds
   */
  static async open({ port, kind, people, names }) {
    const clients = [];
    await each(people, async (index) => {
      const client = new KINDS[kind]({ port, userId: `${names}-${index}`, localAddress: `127.0.0.${2 + (index % 8)}` });
      clients[index] = client;
      await client.opened;
    });
    return new Crowd(clients);
  }

  /** Puts everybody into rooms, so many into each. */
  async enterRooms(peoplePerRoom) {
    const room = [];
    for (let first = 0; first < this.clients.length; first += peoplePerRoom) {
      const maker = this.clients[first];
      room.push(maker instanceof GroupStudyClient ? await maker.create() : `room-of-${maker.userId}`);
      await maker.join(room.at(-1));
    }
    const enter = async (index) => {
      if (index % peoplePerRoom > 0) await patiently(() => this.clients[index].join(room[Math.floor(index / peoplePerRoom)]));
    };
    // Who enters a room locks it: more of them at once would only wait for each other.
    await each(this.clients.length, enter, ENTERING);
  }

  /** @param {keyof typeof WORKS} what */
  async repeat(what, times) {
    let begun = 0;
    const lane = async (client) => {
      while (begun++ < times) await WORKS[what](client);
    };
    await Promise.all(this.clients.map(lane));
  }

  /** Resolves when the clients have heard so many messages in all. */
  async hear(total) {
    if (this.heard >= total) return;
    await new Promise((resolve, reject) => {
      const late = () => reject(new Error(`heard ${this.heard} messages of ${total}`));
      const timer = setTimeout(late, 30_000);
      this.#awaited = total;
      this.#reached = () => {
        clearTimeout(timer);
        this.#awaited = Infinity;
        resolve();
      };
    });
  }

  async close() {
    await Promise.all(this.clients.map((client) => client.close()));
  }
}

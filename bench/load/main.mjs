// The process of the clients: what a scenario can ask of them. It ends when the benchmark does.
import { serve } from '../processes/rpc.mjs';
import { Crowd, TEXT } from './crowd.mjs';
import { floodOfLogins, register } from './login-flood.mjs';

const crowds = new Map();
let lastCrowd = 0;

process.once('disconnect', () => process.exit());

serve({
  /** Connects people; resolves with the number to call them by, and how long it took. See `Crowd.open`. */
  async open(options) {
    const startedAt = performance.now();
    const crowd = await Crowd.open(options);
    crowds.set((lastCrowd += 1), crowd);
    return { crowd: lastCrowd, ms: performance.now() - startedAt };
  },

  enterRooms: (crowd, peoplePerRoom) => crowds.get(crowd).enterRooms(peoplePerRoom),

  /**
   * One room: so many people write, each with so many messages unanswered at any time; fewer messages where the seconds are over before.
   * Resolves with the deliveries.
   */
  async converse(number, { writers, outstanding = 1, messages, seconds = Infinity }) {
    const crowd = crowds.get(number);
    const before = crowd.heard;
    const until = performance.now() + seconds * 1000;
    let sent = 0;
    const write = async (writer) => {
      while (sent < messages && performance.now() < until) {
        sent += 1;
        await writer.say(TEXT);
      }
    };
    const some = crowd.clients.slice(0, writers);
    await Promise.all(some.flatMap((writer) => Array.from({ length: outstanding }, () => write(writer))));
    await crowd.hear(before + sent * crowd.clients.length);
    return crowd.heard - before;
  },

  /** One room: one message after the other at a steady pace, by so many people in turn. Resolves with the deliveries. */
  async pace(number, { writers, perSecond, seconds }) {
    const crowd = crowds.get(number);
    const before = crowd.heard;
    const startedAt = performance.now();
    const answers = [];
    for (let message = 0; message < perSecond * seconds; message += 1) {
      const early = startedAt + (message * 1000) / perSecond - performance.now();
      if (early > 1) await new Promise((resolve) => setTimeout(resolve, early));
      answers.push(crowd.clients[message % writers].say(TEXT));
    }
    await Promise.all(answers);
    await crowd.hear(before + answers.length * crowd.clients.length);
    return crowd.heard - before;
  },

  /** One room: so many bursts, each of messages that a few people send at once. Resolves with the deliveries. */
  async burst(number, { writers, bursts, messages }) {
    const crowd = crowds.get(number);
    const some = crowd.clients.slice(0, writers);
    const before = crowd.heard;
    for (let burst = 0; burst < bursts; burst += 1) {
      for (const client of some) client.hold();
      const answers = Array.from({ length: messages }, (_, message) => some[message % writers].say(TEXT));
      for (const client of some) client.release();
      await Promise.all([crowd.hear(before + (burst + 1) * messages * crowd.clients.length), ...answers]);
    }
    return crowd.heard - before;
  },

  /** Everybody writes, each with so many messages unanswered at any time. Resolves with the answers a second. */
  async flood(number, { seconds, outstanding }) {
    const { clients } = crowds.get(number);
    const startedAt = performance.now();
    const until = startedAt + seconds * 1000;
    let answers = 0;
    const lane = async (client) => {
      while (performance.now() < until) {
        await client.say(TEXT);
        answers += 1;
      }
    };
    await Promise.all(clients.flatMap((client) => Array.from({ length: outstanding }, () => lane(client))));
    return { answers, seconds: (performance.now() - startedAt) / 1000 };
  },

  /** Everybody asks for the same, each again when answered, until it was done so often in all. See `WORKS` in `crowd.mjs`. */
  repeat: (crowd, { what, times }) => crowds.get(crowd).repeat(what, times),

  /** The first writes at a steady pace, the last listens. Resolves with the milliseconds from each send to its being heard. */
  async talk(number, { perSecond, seconds }) {
    const { clients } = crowds.get(number);
    const [writer, listener] = [clients[0], clients.at(-1)];
    const sentAt = [];
    const took = [];
    const heard = listener.onMessage;
    // What one person says is heard in the order in which it was said.
    listener.onMessage = () => {
      took.push(performance.now() - sentAt[took.length]);
      heard();
    };
    const total = perSecond * seconds;
    const startedAt = performance.now();
    const answers = [];
    while (sentAt.length < total) {
      const early = startedAt + (sentAt.length * 1000) / perSecond - performance.now();
      if (early > 1) await new Promise((resolve) => setTimeout(resolve, early));
      sentAt.push(performance.now());
      answers.push(writer.say(TEXT));
    }
    await Promise.all(answers);
    for (let patience = 500; took.length < total && patience > 0; patience -= 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    listener.onMessage = heard;
    if (took.length < total) throw new Error(`heard ${took.length} messages of ${total}`);
    return took;
  },

  register,
  floodOfLogins,

  async close(number) {
    await crowds.get(number).close();
    crowds.delete(number);
  },
});

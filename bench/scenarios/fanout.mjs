import { compareRooms, promised } from './rooms.mjs';

/** Rooms in which the next messages are always there already: a hundred are unanswered at any time. */
export const fanout = (context) => {
  const room = (people, messages, rounds) => ({
    what: `room of ${people.toLocaleString('en-US')}`,
    people,
    rounds,
    warmUp: { converse: { writers: 50, outstanding: 2, messages: messages * 2 } },
    run: (crowd) => context.load.ask('converse', crowd, { writers: 50, outstanding: 2, messages }),
    atMost: promised(0.4, 0.6),
  });
  return compareRooms(context, 'fan-out', [room(200, 500, 5), room(1_000, 200, 5)]);
};

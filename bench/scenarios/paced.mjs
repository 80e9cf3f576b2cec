import { compareRooms, promised } from './rooms.mjs';

const DELIVERIES_PER_SECOND = 10_000;

/** Rooms with time to spare, where hardly anything can be put together with anything else: the dearest way to deliver. */
export const paced = (context) => {
  const room = (people, rounds, bursts) => ({
    what: `room of ${people.toLocaleString('en-US')}`,
    people,
    rounds,
    warmUp: { writers: 4, bursts, messages: 20 },
    run: (crowd) => context.load.ask('pace', crowd, { writers: 20, perSecond: DELIVERIES_PER_SECOND / people, seconds: 3 }),
    atMost: promised(0.75),
  });
  return compareRooms(context, 'paced', [room(200, 5, 50), room(1_000, 4, 10)]);
};

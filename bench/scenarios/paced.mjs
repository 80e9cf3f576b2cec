import { compareRooms, promised } from './rooms.mjs';

const DELIVERIES_PER_SECOND = 10_000;

/** Rooms with time to spare, where hardly anything can be put together with anything else: the dearest way to deliver. */
export const paced = (context) => {
  const room = (people, messages) => ({
    what: `room of ${people.toLocaleString('en-US')}`,
    people,
    rounds: 4,
    // One after the other, as they will come.
    warmUp: { converse: { writers: 1, messages } },
    run: (crowd) => context.load.ask('pace', crowd, { writers: 20, perSecond: DELIVERIES_PER_SECOND / people, seconds: 3 }),
    atMost: promised(0.75),
  });
  return compareRooms(context, 'paced', [room(200, 1_000), room(1_000, 100)]);
};

import { compareRooms, promised } from './rooms.mjs';

const DELIVERIES_PER_SECOND = 10_000;
/** However long a message takes a busy machine: the scenario is to end. */
const WARM_UP_S = 6;

/**
 * Rooms with time to spare, where hardly anything can be put together with anything else: the dearest way to deliver. A rate is no faster on
 * a faster server, so that every round takes its time: only those that are promised something take part.
 */
export const paced = (context) => {
  const room = (people, messages) => ({
    what: `room of ${people.toLocaleString('en-US')}`,
    people,
    rounds: 5,
    // One after the other, as they will come.
    warmUp: { converse: { writers: 1, messages, seconds: WARM_UP_S } },
    run: (crowd) => context.load.ask('pace', crowd, { writers: 20, perSecond: DELIVERIES_PER_SECOND / people, seconds: 2 }),
    atMost: promised(0.75),
  });
  const among =
    context.database === undefined ? ['bare Socket.IO', 'embedded'] : ['bare Socket.IO', 'bare ws', 'Socket.IO', 'raw'];
  return compareRooms(context, 'paced', [room(200, 1_000), room(1_000, 100)], among);
};

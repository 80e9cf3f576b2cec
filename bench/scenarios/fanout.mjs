import { compareRooms } from './rooms.mjs';

/** A conversation in a room of 200. With one writer nothing can be put together with a message: the dearest way to deliver. */
export const fanout = (context) => {
  const converse = (writers) => (crowd) => context.load.ask('converse', crowd, { writers, messages: 200 });
  return compareRooms(context, 'fan-out', [
    { what: '4 writers', run: converse(4), atMost: 0.8 },
    { what: '1 writer', run: converse(1) },
  ]);
};

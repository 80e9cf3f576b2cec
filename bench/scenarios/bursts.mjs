import { compareRooms } from './rooms.mjs';

/** Ten messages at once into a room of 200, twenty times. */
export const bursts = (context) => {
  const run = (crowd) => context.load.ask('burst', crowd, { writers: 4, bursts: 20, messages: 10 });
  return compareRooms(context, 'bursts', [{ what: '20 × 10 messages', run, atMost: 0.8 }]);
};

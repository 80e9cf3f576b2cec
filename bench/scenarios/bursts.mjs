import { compareRooms, promised } from './rooms.mjs';

/** Twenty people send ten messages each at once into a room of 200, five times. */
export const bursts = (context) => {
  const run = (crowd) => context.load.ask('burst', crowd, { writers: 20, bursts: 5, messages: 200 });
  const warmUp = { burst: { writers: 20, bursts: 5, messages: 200 } };
  return compareRooms(context, 'bursts', [
    { what: '20 × 10 messages', people: 200, rounds: 5, warmUp, run, atMost: promised(0.15) },
  ]);
};

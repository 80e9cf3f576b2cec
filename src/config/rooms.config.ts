import { z } from 'zod';
import { setting } from './setting.js';
import { onOff, wholeNumber } from './values.js';

const MINUTE_MS = 60_000;
const minutes = wholeNumber(1, 525_600);

export const roomsSchema = () =>
  z.object({
    capacity: setting(wholeNumber(2, 100_000), {
      env: 'ROOM_CAPACITY',
      default: '500',
      meaning: 'Members a room may have when its maker names no number.',
    }),
    idleMs: setting(minutes.transform((count) => count * MINUTE_MS).describe(minutes.description ?? ''), {
      env: 'ROOM_IDLE_MINUTES',
      default: '1440',
      meaning: 'Minutes without use after which a session room expires.',
    }),
    joinedRooms: setting(wholeNumber(1, 10_000), {
      env: 'MAX_JOINED_ROOMS',
      default: '200',
      meaning: 'Rooms one connection may be in at once.',
    }),
    acceptUnknownRecipients: setting(onOff(), {
      env: 'ACCEPT_UNKNOWN_RECIPIENTS',
      default: 'off',
      meaning:
        'Keep direct messages to ids that nobody here has yet, for whoever will have them; for apps whose users live elsewhere.',
    }),
  });

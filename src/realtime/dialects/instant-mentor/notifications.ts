import type { PersonalRows } from '../dialect.js';
import { frame } from '../script.js';
import { shownId } from './frames.js';

export const notificationFacts: PersonalRows = {
  notification: ({ id, title, body, data, createdAt }, { userId }) =>
    frame('notification', { id, receiverId: shownId(userId), timestamp: createdAt, title, body, data }),
};

import type { OnlineNews, User } from '../../../protocol/index.js';
import type { InboundRow, OutboundRows, Said } from '../dialect.js';
import { frame, say, type Frame } from '../script.js';
import { shownId } from './frames.js';

/** People who are told one by one where it is not known who is new among those who are here. */
const TOLD = 200;

export const presenceRows: Readonly<Record<string, InboundRow>> = {
  // Whether somebody is here is told by their connection, whatever their app says of itself.
  *user_online() {},
  *user_offline() {},
  *ping({ timestamp }) {
    yield* say(frame('pong', timestamp === undefined ? {} : { timestamp }));
  },
};

export const presenceFacts: OutboundRows = { 'presence:online': online };

function online({ users, changes }: OnlineNews): Said {
  if (changes === undefined) return users.slice(0, TOLD).map((user) => coming('user_online', user));
  return [
    ...changes.came.map((user) => coming('user_online', user)),
    ...changes.gone.map((user) => coming('user_offline', user)),
  ];
}

function coming(event: string, { id, role }: User): Frame {
  return frame(event, { senderId: shownId(id), userId: shownId(id), userRole: role });
}

import type { OnlineNews, User } from '../../../protocol/index.js';
import type { InboundRow, PersonalRows, Viewer } from '../dialect.js';
import { frame, say, type Frame, type Said } from '../script.js';
import { shownId } from './frames.js';

/** People who are told one by one where it is not known who is new among those who are here. */
const TOLD = 200;

export const presenceRows: Readonly<Record<string, InboundRow>> = {
  user_online: nothing,
  user_offline: nothing,
  *ping({ timestamp }) {
    yield* say(frame('pong', timestamp === undefined ? {} : { timestamp }));
  },
};

export const presenceFacts: PersonalRows = { 'presence:online': online };

/** Whether somebody is here is told by their connection, whatever their app says of itself. */
function* nothing(): ReturnType<InboundRow> {
  return yield* [];
}

/** To everybody else. */
function online({ users, changes }: OnlineNews, { userId }: Viewer): Said {
  const others = (people: readonly User[]) => people.filter(({ id }) => id !== userId);
  if (changes === undefined) return others(users.slice(0, TOLD)).map((user) => coming('user_online', user));
  return [
    ...others(changes.came).map((user) => coming('user_online', user)),
    ...others(changes.gone).map((user) => coming('user_offline', user)),
  ];
}

function coming(event: string, { id, role }: User): Frame {
  return frame(event, { senderId: shownId(id), userId: shownId(id), userRole: role });
}

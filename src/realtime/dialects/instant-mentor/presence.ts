import type { OnlineNews, User } from '../../../protocol/index.js';
import type { InboundRow, OutboundRows, PersonalRows } from '../dialect.js';
import { isFew } from '../online-changes.js';
import { frame, say, type Frame } from '../script.js';
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

/** To everybody but themselves, where that can be told to each. */
export const presenceFacts: PersonalRows = {
  'presence:online': ({ changes }, { userId }) => (isFew(changes) ? comings(changes, userId) : undefined),
};

/** Written down once for all of a crowd. */
export const crowdFacts: OutboundRows = {
  'presence:online': ({ users, changes }) => comings(changes ?? { came: users.slice(0, TOLD), gone: [] }),
};

/** Whether somebody is here is told by their connection, whatever their app says of itself. */
function* nothing(): ReturnType<InboundRow> {
  return yield* [];
}

function comings({ came, gone }: NonNullable<OnlineNews['changes']>, exceptId?: string): Frame[] {
  const others = (people: readonly User[]) => people.filter(({ id }) => id !== exceptId);
  return [
    ...others(came).map((user) => coming('user_online', user)),
    ...others(gone).map((user) => coming('user_offline', user)),
  ];
}

function coming(event: string, { id, role }: User): Frame {
  return frame(event, { senderId: shownId(id), userId: shownId(id), userRole: role });
}

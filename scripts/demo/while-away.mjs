// What waits for those who are not there: messages, a mention, a missed call, invitations.
import { CONVERSATIONS, INVITATION, MENTION, MISSED_CALL } from './letters.mjs';
import { tell } from './rooms.mjs';

const GONE_MS = 30_000;

/** They have read what happened while they were there. */
export async function readAll(people) {
  for (const person of people) {
    const { rooms } = await person.ask('chat:unread');
    for (const { room, lastSeq } of rooms) await person.ask('chat:read', { room: { id: room.id }, seq: lastSeq });
    const { notifications } = await person.ask('notifications:list');
    const ids = notifications.map(({ id }) => id);
    if (ids.length > 0) await person.ask('notifications:read', { ids });
  }
}

/** Resolves when nobody sees any of them any more: only then they are told afterwards. */
export async function untilGone(witness, gone) {
  const there = new Set(gone.map(({ id }) => id));
  await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${gone.length} people left, and ${there.size} are still seen`)), GONE_MS);
    const look = ({ user, state }) => {
      if (state === 'offline') there.delete(user.id);
      if (there.size > 0) return;
      clearTimeout(timer);
      resolve();
    };
    witness.on('presence:changed', look);
    witness.ask('presence:watch', { users: [...there] }).then(({ users }) => users.forEach(look), reject);
  });
}

export async function whileAway(people, session) {
  const { title, by, of } = INVITATION;
  const room = await people.get(by).ask('rooms:create', { title, visibility: 'private' });
  for (const name of of) await people.get(by).ask('rooms:invite', { room: { id: room.id }, userId: people.get(name).id });

  await people.get(MISSED_CALL.by).ask('calls:start', { to: { username: MISSED_CALL.to }, kind: MISSED_CALL.kind });
  const mentions = [people.get(MENTION.of).id];
  await tell(people.get(MENTION.by), { room: { id: session.id }, text: MENTION.text, mentions });
  for (const { by: writer, to, text } of CONVERSATIONS.flatMap(({ later }) => later)) {
    await tell(people.get(writer), { to: { username: to }, text });
  }
}

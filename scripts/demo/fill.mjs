// Fills an empty gateway, as its people would do it themselves.
import { longCall, shortCalls } from './calls.mjs';
import { askInVain, helpOut } from './help.mjs';
import { CONVERSATIONS } from './letters.mjs';
import { ADMIN, AVAILABILITY, GUIDES, MENTORS, PEOPLE, STATUS_TEXTS } from './people.mjs';
import { Person, request } from './person.mjs';
import { changes, openRoom, tell } from './rooms.mjs';
import { openWebhook } from './webhook.mjs';
import { readAll, untilGone, whileAway } from './while-away.mjs';
import { OTHER_ROOMS, SESSION } from './words.mjs';

/** Resolves with who is still connected and the session they are in. */
export async function fill(url, password) {
  const people = await everybody(url, password);
  const closeWebhook = await openWebhook(url, people.get(ADMIN.username));
  await shortCalls(people);
  const hangUp = await longCall(people);
  await beMentors(people, 'available');
  await helpOut(people);
  await beMentors(people);
  for (const conversation of CONVERSATIONS) await talk(people, conversation);
  for (const room of OTHER_ROOMS) await openRoom(people, room);
  const session = await openRoom(people, SESSION);
  await changes(people, session);
  for (const [name, statusText] of Object.entries(STATUS_TEXTS)) {
    await people.get(name).ask('presence:set', { state: 'online', statusText });
  }
  await hangUp();

  const guides = GUIDES.map((name) => people.get(name));
  await readAll(guides);
  for (const guide of guides) guide.leave();
  const stay = [...people.values()].filter(({ username }) => !GUIDES.includes(username));
  await untilGone(stay[0], guides);
  await whileAway(people, session.room);
  await askInVain(people);

  return {
    code: session.room.code,
    room: { id: session.room.id },
    people: stay,
    idOf: (username) => people.get(username).id,
    leave: async () => {
      for (const person of stay) person.leave();
      await closeWebhook();
    },
  };
}

/** Registered, with their roles, and connected. */
async function everybody(url, password) {
  const people = new Map();
  for (const wish of PEOPLE) people.set(wish.username, await Person.register(url, wish, password));
  const { token } = people.get(ADMIN.username);
  for (const { id, role } of people.values()) {
    if (role === 'mentor') await request(url, 'PATCH', `/api/users/${id}/role`, { token, body: { role } });
  }
  await Promise.all([...people.values()].map((person) => person.connect()));
  return people;
}

/** Both have read all of it, but for what is said later. */
async function talk(people, { people: [one, other], said }) {
  for (const { by, to, text } of said) await tell(people.get(by), { to: { username: to }, text });
  if (said.length === 0) return;
  await people.get(one).ask('chat:read', { with: { username: other } });
  await people.get(other).ask('chat:read', { with: { username: one } });
}

async function beMentors(people, availability) {
  for (const [name, status] of Object.entries(MENTORS)) {
    await people.get(name).ask('mentors:set', { ...status, availability: availability ?? AVAILABILITY[name] ?? 'available' });
  }
}

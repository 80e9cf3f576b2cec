// Fills an empty gateway, as its people would do it themselves.
import { randomUUID } from 'node:crypto';
import { ADMIN, GUIDES, MENTORS, PEOPLE } from './people.mjs';
import { Person, request } from './person.mjs';
import { CONVERSATIONS, HELPED, OTHER_ROOMS, SESSION, WAITING } from './words.mjs';

/** Resolves with who is still connected and the session they are in. */
export async function fill(url, password) {
  const people = await everybody(url, password);
  const session = await openRoom(people, SESSION);
  await changes(people, session);
  for (const room of OTHER_ROOMS) await openRoom(people, room);
  for (const { said } of CONVERSATIONS) {
    for (const { by, to, text } of said) await tell(people.get(by), { to: { username: to }, text });
  }
  await calls(people);
  for (const [name, status] of Object.entries(MENTORS)) {
    // Who is there to be signed in as chooses for themselves.
    const availability = GUIDES.includes(name) ? 'busy' : 'available';
    await people.get(name).ask('mentors:set', { ...status, availability });
  }
  await helped(people);
  for (const name of GUIDES) people.get(name).leave();
  for (const { by, ...wish } of WAITING) await people.get(by).ask('help:request', wish);

  const stay = [...people.values()].filter(({ username }) => !GUIDES.includes(username));
  return {
    code: session.room.code,
    room: { id: session.room.id },
    people: stay,
    leave: () => stay.forEach((person) => person.leave()),
  };
}

/** Who writes has read what was said before. */
async function tell(person, what) {
  const message = await person.ask('chat:send', { ...what, clientId: randomUUID() });
  await person.ask('chat:read', { messageId: message.id });
  return message;
}

/** Registered, with their roles, and connected. */
async function everybody(url, password) {
  const people = new Map();
  for (const wish of PEOPLE) people.set(wish.username, await Person.register(url, wish, password));
  const { token } = people.get(ADMIN.username);
  for (const { id, role } of people.values()) {
    if (role === 'mentor') await request(url, 'PATCH', `/api/users/${id}/role`, { token, body: { role } });
  }
  await Promise.all([...people.values()].map((person) => person.connect(url)));
  return people;
}

async function openRoom(people, { title, owner, others, said }) {
  const room = await people.get(owner).ask('rooms:create', { title });
  await people.get(owner).ask('rooms:join', { id: room.id });
  for (const name of others) await people.get(name).ask('rooms:join', { code: room.code });
  return { room, messages: await say(people, { id: room.id }, said) };
}

/** One after the other, so that it reads as it was written. Resolves with the messages that have a name. */
async function say(people, room, said) {
  const messages = new Map();
  for (const { by, as, replyTo, text } of said) {
    const answered = replyTo === undefined ? {} : { replyTo: messages.get(replyTo).id };
    const message = await tell(people.get(by), { room, text, ...answered });
    if (as !== undefined) messages.set(as, { ...message, by });
  }
  return messages;
}

async function changes(people, { messages }) {
  const idOf = (name) => messages.get(name).id;
  for (const [name, emoji, by] of SESSION.reactions) {
    for (const person of by) await people.get(person).ask('chat:react', { messageId: idOf(name), emoji, on: true });
  }
  const [edited, text] = SESSION.edit;
  await people.get(messages.get(edited).by).ask('chat:edit', { messageId: idOf(edited), text });
  for (const name of SESSION.pins) await people.get(SESSION.owner).ask('chat:pin', { messageId: idOf(name), on: true });
}

/** One that was taken, one declined, one missed. */
async function calls(people) {
  const [amara, kenji, sofia, leila] = ['Amara.Okafor', 'Kenji.Watanabe', 'Sofia.Rossi', 'Leila.Haddad'].map((name) =>
    people.get(name),
  );
  const ring = async (caller, callee, kind) => {
    const heard = callee.hears('calls:incoming');
    const { id } = await caller.ask('calls:start', { to: { id: callee.id }, kind });
    await heard;
    return { callId: id };
  };
  const talk = await ring(kenji, amara, 'video');
  await amara.ask('calls:accept', talk);
  await kenji.ask('calls:end', talk);
  await sofia.ask('calls:cancel', await ring(sofia, amara, 'audio'));
  await leila.ask('calls:reject', { ...(await ring(amara, leila, 'audio')), reason: 'In a lesson' });
}

/** A request for help that ended well, with the room it was given. */
async function helped(people) {
  const [student, mentor] = [people.get(HELPED.student), people.get(HELPED.mentor)];
  const { id } = await student.ask('help:request', HELPED.request);
  const { room } = await mentor.ask('help:accept', { requestId: id });
  for (const person of [student, mentor]) await person.ask('rooms:join', { id: room.id });
  await say(people, { id: room.id }, HELPED.said);
  await student.ask('help:resolve', { requestId: id, rating: HELPED.rating });
}

// Rooms, and what is said and done in them.
import { randomUUID } from 'node:crypto';
import { drawing } from './drawing.mjs';
import { SESSION } from './words.mjs';

/** Who writes has read what was said before. */
export async function tell(person, what) {
  const message = await person.ask('chat:send', { ...what, clientId: randomUUID() });
  await person.ask('chat:read', { messageId: message.id });
  return message;
}

export async function openRoom(people, { title, owner, others, said }) {
  const room = await people.get(owner).ask('rooms:create', { title });
  await people.get(owner).ask('rooms:join', { id: room.id });
  for (const name of others) await people.get(name).ask('rooms:join', { code: room.code });
  return { room, messages: await say(people, { id: room.id }, said) };
}

/** One after the other, so that it reads as it was written. Resolves with the messages that have a name. */
export async function say(people, room, said) {
  const messages = new Map();
  for (const { by, as, replyTo, picture, text } of said) {
    const person = people.get(by);
    const answered = replyTo === undefined ? {} : { replyTo: messages.get(replyTo).id };
    const shown = picture === undefined ? {} : { attachments: [await person.upload(room, picture, drawing())] };
    const message = await tell(person, { room, text, ...answered, ...shown });
    if (as !== undefined) messages.set(as, { ...message, by });
  }
  return messages;
}

/** Reactions, a correction and pins, in the live session. */
export async function changes(people, { messages }) {
  const idOf = (name) => messages.get(name).id;
  for (const [name, emoji, by] of SESSION.reactions) {
    for (const person of by) await people.get(person).ask('chat:react', { messageId: idOf(name), emoji, on: true });
  }
  const [edited, text] = SESSION.edit;
  await people.get(messages.get(edited).by).ask('chat:edit', { messageId: idOf(edited), text });
  for (const name of SESSION.pins) await people.get(SESSION.owner).ask('chat:pin', { messageId: idOf(name), on: true });
}

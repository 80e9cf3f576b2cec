// Keeps the demo's people talking, so that what is open moves.
import { randomUUID } from 'node:crypto';
import { GOING_ON, REPLIES } from './words.mjs';

const PAUSE_MS = 9_000;
/** When everything was said once they repeat themselves: seldom, lest a demo that was forgotten fills a disk. */
const LATER_PAUSE_MS = 120_000;
const TYPING_MS = 2_500;

/** Returns what ends it. */
export function live({ people, room }) {
  const byName = new Map(people.map((person) => [person.username, person]));
  const ours = new Set(people.map(({ id }) => id));
  const timers = new Set();
  const after = (ms, act) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      // A person who is just reconnecting says it another time.
      act().catch(() => undefined);
    }, ms);
    timers.add(timer);
  };

  const speak = async (person, place, text) => {
    await person.ask('chat:typing', { ...place, on: true });
    after(TYPING_MS, () => person.ask('chat:send', { ...place, text, clientId: randomUUID() }));
  };

  let said = 0;
  const goOn = () => {
    after(said < GOING_ON.length ? PAUSE_MS : LATER_PAUSE_MS, async () => {
      const { by, text } = GOING_ON[said % GOING_ON.length];
      said += 1;
      goOn();
      await speak(byName.get(by), { room }, text);
    });
  };
  goOn();

  // A visitor is answered: in the session by one of those who are there in turn, in a conversation of two by the other one.
  const [witness] = GOING_ON.map(({ by }) => byName.get(by));
  let replied = 0;
  for (const person of people) {
    person.on('chat:message', (message) => {
      if (ours.has(message.sender.id)) return;
      const isSession = message.room.id === room.id;
      if (isSession ? person !== witness : message.room.code !== null || message.room.key !== null) return;
      const answers = isSession ? byName.get(GOING_ON[replied % GOING_ON.length].by) : person;
      const text = REPLIES[replied % REPLIES.length];
      replied += 1;
      after(1_000, async () => {
        await person.ask('chat:read', { messageId: message.id });
        await speak(answers, { room: { id: message.room.id } }, text);
      });
    });
  }

  return () => {
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
  };
}

// Requests for help, from the first word to the rating.
import { say } from './rooms.mjs';

/** Those that are over, in this order; `rating` absent where nobody gave one. */
const HELPED = [
  {
    student: 'Mateo',
    mentor: 'Thomas',
    request: { subject: 'Computer science', text: 'My recursion never stops', urgency: 'high' },
    said: [
      { by: 'Thomas', text: 'What does your function do for the empty list?' },
      { by: 'Mateo', text: 'It calls itself … that is the problem, is it not?' },
      { by: 'Thomas', text: 'That is it. Begin with the case that needs no further call.' },
    ],
    rating: 5,
  },
  {
    student: 'Amara',
    mentor: 'Minh',
    request: { subject: 'Chemistry', text: 'Why is my yield above 100 %?', urgency: 'medium' },
    said: [
      { by: 'Minh', text: 'Was it dry when you weighed it?' },
      { by: 'Amara', text: 'Not quite, I was in a hurry. So I weighed water!' },
    ],
    rating: 5,
  },
  {
    student: 'Kenji',
    mentor: 'Leila',
    request: { subject: 'Statistics', text: 'What does a p-value really say?', urgency: 'low' },
    said: [{ by: 'Leila', text: 'How surprising the data would be if nothing were going on. Let me draw it for you.' }],
    rating: 4,
  },
  {
    student: 'Yuki',
    mentor: 'Daniel',
    request: { subject: 'Economics', text: 'Elasticity: why is it negative?', urgency: 'medium' },
    said: [{ by: 'Daniel', text: 'When the price goes up, people buy less: one rises, the other falls.' }],
    rating: 5,
  },
];

/** Somebody is being helped now, which makes the mentor busy. */
const BEING_HELPED = {
  student: 'Hassan',
  mentor: 'Camille',
  request: { subject: 'French', text: 'When do I use the subjonctif?', urgency: 'medium' },
  said: [
    { by: 'Camille', text: 'After “il faut que”, for example. Try one sentence.' },
    { by: 'Hassan', text: 'Il faut que je fasse mes devoirs?' },
    { by: 'Camille', text: 'Parfait!' },
  ],
};

const TAKEN_BACK = { student: 'Sofia', request: { subject: 'Biology', text: 'Mitosis or meiosis?', urgency: 'low' } };

/** Who waits for help that nobody connected can give: Leila's subjects. */
const WAITING = [
  { by: 'Priya', subject: 'Statistics', text: 'When do I divide by n − 1 instead of n?', urgency: 'medium' },
  {
    by: 'Lars',
    subject: 'Physics',
    text: 'The exam is tomorrow: how do I choose the signs in Kirchhoff’s loops?',
    urgency: 'high',
  },
];

/** While everybody is there, and every mentor is available. */
export async function helpOut(people) {
  for (const { student, rating, ...rest } of HELPED) {
    const requestId = await begin(people, { student, ...rest });
    await people.get(student).ask('help:resolve', { requestId, rating });
  }
  await begin(people, BEING_HELPED);
  const { student, request } = TAKEN_BACK;
  const { id } = await people.get(student).ask('help:request', request);
  await people.get(student).ask('help:cancel', { requestId: id });
}

export async function askInVain(people) {
  for (const { by, ...wish } of WAITING) await people.get(by).ask('help:request', wish);
}

/** Asked, accepted, and talked about in the room of the two. */
async function begin(people, { student, mentor, request, said }) {
  const [one, other] = [people.get(student), people.get(mentor)];
  const { id } = await one.ask('help:request', request);
  const { room } = await other.ask('help:accept', { requestId: id });
  for (const person of [one, other]) await person.ask('rooms:join', { id: room.id });
  await say(people, { id: room.id }, said);
  return id;
}

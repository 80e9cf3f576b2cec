// What people write to each other. `later` is said when who is to read it has gone, and waits for them.
/** The lines of the two, each as `[who, what]`. */
function between(one, other, said, later = []) {
  const letters = (lines) => lines.map(([by, text]) => ({ by, to: by === one ? other : one, text }));
  return { people: [one, other], said: letters(said), later: letters(later) };
}

export const CONVERSATIONS = [
  between('Leila', 'Amara', [
    ['Leila', 'How did the exam go?'],
    ['Amara', 'Better than I thought! The integrals were the easy part, for once.'],
    ['Leila', 'I am so glad. You worked hard for that.'],
  ]),
  between('Mateo', 'Amara', [
    ['Mateo', 'Are you coming to the library on Thursday?'],
    ['Amara', 'Yes, from three. I will keep you a seat by the window.'],
    ['Mateo', 'Perfect, I bring coffee ☕️'],
  ]),
  between('Amara', 'Thomas', [
    ['Amara', 'My loop never ends, and I cannot see why.'],
    ['Thomas', 'What changes in its condition from one round to the next?'],
    ['Amara', 'It compares the node with null …'],
    ['Thomas', 'And the node, when does it become another one?'],
    ['Amara', 'Never. I forgot to move to the next one. Found it!'],
    ['Thomas', 'That is the most common one. Well found.'],
    ['Amara', 'Thank you! May I ask you about trees next week?'],
    ['Thomas', 'Of course. Bring the one that you drew, we will walk through it together.'],
  ]),
  between(
    'Kenji',
    'Amara',
    [
      ['Kenji', 'Do you have the notes from Thursday? I had to leave early.'],
      ['Amara', 'Yes, I will take pictures tonight'],
      ['Kenji', 'Thank you so much!'],
    ],
    [['Kenji', 'And could you explain number 16 to me? I am stuck after the second step.']],
  ),
  between('Sofia', 'Amara', [], [['Sofia', 'Which story shall we read next? You choose this time.']]),
  between(
    'Priya',
    'Leila',
    [
      ['Priya', 'Could we move our lesson to Wednesday?'],
      ['Leila', 'Wednesday at four is free.'],
      ['Priya', 'Perfect, see you then.'],
    ],
    [['Priya', 'I will bring the exercises about variance.']],
  ),
  between(
    'Daniel',
    'Grace',
    [
      ['Grace', 'Welcome! You can say what you help with under Mentors.'],
      ['Daniel', 'Found it, thank you. Economics and accounting it is.'],
    ],
    [['Daniel', 'A student asked me for a room for twelve. Can groups be that large?']],
  ),
];

/** What else happens to Amara while she is away. */
export const MENTION = { by: 'Lars', of: 'Amara', text: '@Amara how did you do number 17?' };
export const MISSED_CALL = { by: 'Mateo', to: 'Amara', kind: 'video' };
export const INVITATION = { by: 'Minh', of: ['Amara', 'Leila'], title: 'Exam revision: thermodynamics' };

// What people say. `as` names a message for what is done to it later.

export const SESSION = {
  title: 'Calculus: integration by parts',
  owner: 'Leila',
  others: ['Amara', 'Kenji', 'Sofia', 'Lars', 'Mateo'],
  said: [
    { by: 'Leila', as: 'plan', text: 'Welcome! Today: integration by parts, then problems 12 to 18 on page 94.' },
    { by: 'Kenji', text: 'Good morning everybody' },
    { by: 'Sofia', text: 'Hello from Bologna 👋' },
    { by: 'Amara', as: 'why', text: 'I never know which factor should be u and which one dv. Is there a rule?' },
    {
      by: 'Leila',
      as: 'rule',
      replyTo: 'why',
      text: 'A rule of thumb: logarithms, inverse functions, powers, trigonometric functions, exponentials. Whatever comes first in that list is u.',
    },
    { by: 'Lars', text: 'So for x·eˣ the power comes first: u = x and dv = eˣ dx' },
    { by: 'Leila', text: 'Exactly. And then du is simply dx, which is why it gets easier.' },
    { by: 'Kenji', as: 'twelve', text: 'Problem 12: x·eˣ − eˣ + C?' },
    { by: 'Mateo', replyTo: 'twelve', text: 'I have the same' },
    { by: 'Amara', replyTo: 'twelve', text: 'Me too. Differentiating it gives back x·eˣ, so it must be right.' },
    { by: 'Leila', as: 'check', text: 'Always check like this, it takes ten seconds and saves you in an exam.' },
    { by: 'Sofia', as: 'ln', text: 'What about problem 14? There is only one factor: ln x' },
    { by: 'Lars', replyTo: 'ln', text: 'There are two if you write it as 1 · ln x' },
    { by: 'Sofia', text: 'Oh! Then u = ln x and dv = dx. x·ln x − x + C' },
    { by: 'Kenji', text: 'That is a nice trick' },
    { by: 'Mateo', as: 'typo', text: 'Is page 94 in the second edition the same as 88 in the frist?' },
    { by: 'Leila', replyTo: 'typo', text: 'Yes, the problems are the same, only the page differs.' },
    {
      by: 'Leila',
      as: 'drawing',
      picture: 'area-under-the-curve.png',
      text: 'And this is what such an integral is: the area under the curve, here x·e⁻ˣ from ½ to 3.',
    },
    { by: 'Leila', as: 'next', text: 'Next meeting: Tuesday at five. Bring one problem that you could not solve.' },
  ],
  reactions: [
    ['plan', '👍', ['Kenji', 'Sofia', 'Mateo']],
    ['rule', '💡', ['Amara', 'Lars', 'Sofia', 'Kenji']],
    ['twelve', '✅', ['Leila', 'Amara']],
    ['ln', '🤔', ['Mateo']],
    ['check', '❤️', ['Lars']],
    ['drawing', '🤩', ['Sofia', 'Amara']],
  ],
  edit: ['typo', 'Is page 94 in the second edition the same as page 88 in the first?'],
  pins: ['rule', 'next'],
};

export const OTHER_ROOMS = [
  {
    title: 'Organic chemistry, week 6',
    owner: 'Minh',
    others: ['Priya', 'Amara', 'Mateo'],
    said: [
      { by: 'Minh', text: 'Lab report 3 is due on Friday. Who has questions about the yield?' },
      { by: 'Priya', text: 'Mine is 112 %. I suppose it was still wet?' },
      { by: 'Minh', text: 'Very likely. Write that down as a source of error, and dry it for another hour.' },
      { by: 'Mateo', text: 'Mine melted over nine degrees, is that bad?' },
      { by: 'Minh', text: 'It tells you that it was not pure. Recrystallise once more if there is enough left.' },
    ],
  },
  {
    title: 'Reading circle: short stories',
    owner: 'Sofia',
    others: ['Amara', 'Lars'],
    said: [
      { by: 'Sofia', text: 'This week: Chekhov, The Lady with the Dog. Twenty pages.' },
      { by: 'Lars', text: 'The ending stops just where it becomes difficult. I liked that.' },
      { by: 'Amara', text: 'I read it twice. The second time the first page sounded quite different.' },
    ],
  },
];

/** What goes on being said in the session, again from the start when it is through. */
export const GOING_ON = [
  { by: 'Kenji', text: 'I am at problem 16 now. Does anybody have the second step?' },
  { by: 'Lars', text: 'Do it by parts twice, then the same integral comes up again on the right.' },
  { by: 'Sofia', text: 'And then bring it to the left and divide by two.' },
  { by: 'Kenji', text: 'Ah, that works. Thank you!' },
  { by: 'Mateo', text: 'For 17 I get a negative area. Can that be?' },
  { by: 'Sofia', text: 'If the curve is below the axis there, yes.' },
  { by: 'Lars', text: 'I will draw it first, then I believe it.' },
];

/** Answers to whoever visits. */
export const REPLIES = [
  'Good question. Let me think for a moment.',
  'I would try it with a small example first.',
  'Yes, I think so too.',
  'Could you show us your first step?',
];

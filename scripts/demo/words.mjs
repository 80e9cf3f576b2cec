// What people say. `as` names a message for what is done to it later.

export const SESSION = {
  title: 'Calculus: integration by parts',
  owner: 'Leila.Haddad',
  others: ['Amara.Okafor', 'Kenji.Watanabe', 'Sofia.Rossi', 'Lars.Nilsen', 'Mateo.Garcia'],
  said: [
    { by: 'Leila.Haddad', as: 'plan', text: 'Welcome! Today: integration by parts, then problems 12 to 18 on page 94.' },
    { by: 'Kenji.Watanabe', text: 'Good morning everybody' },
    { by: 'Sofia.Rossi', text: 'Hello from Bologna 👋' },
    { by: 'Amara.Okafor', as: 'why', text: 'I never know which factor should be u and which one dv. Is there a rule?' },
    {
      by: 'Leila.Haddad',
      as: 'rule',
      replyTo: 'why',
      text: 'A rule of thumb: logarithms, inverse functions, powers, trigonometric functions, exponentials. Whatever comes first in that list is u.',
    },
    { by: 'Lars.Nilsen', text: 'So for x·eˣ the power comes first: u = x and dv = eˣ dx' },
    { by: 'Leila.Haddad', text: 'Exactly. And then du is simply dx, which is why it gets easier.' },
    { by: 'Kenji.Watanabe', as: 'twelve', text: 'Problem 12: x·eˣ − eˣ + C?' },
    { by: 'Mateo.Garcia', replyTo: 'twelve', text: 'I have the same' },
    { by: 'Amara.Okafor', replyTo: 'twelve', text: 'Me too. Differentiating it gives back x·eˣ, so it must be right.' },
    { by: 'Leila.Haddad', as: 'check', text: 'Always check like this, it takes ten seconds and saves you in an exam.' },
    { by: 'Sofia.Rossi', as: 'ln', text: 'What about problem 14? There is only one factor: ln x' },
    { by: 'Lars.Nilsen', replyTo: 'ln', text: 'There are two if you write it as 1 · ln x' },
    { by: 'Sofia.Rossi', text: 'Oh! Then u = ln x and dv = dx. x·ln x − x + C' },
    { by: 'Kenji.Watanabe', text: 'That is a nice trick' },
    { by: 'Leila.Haddad', as: 'next', text: 'Next meeting: Tuesday at five. Bring one problem that you could not solve.' },
    { by: 'Mateo.Garcia', as: 'typo', text: 'Is page 94 in the second edition the same as 88 in the frist?' },
    { by: 'Leila.Haddad', replyTo: 'typo', text: 'Yes, the problems are the same, only the page differs.' },
  ],
  reactions: [
    ['plan', '👍', ['Kenji.Watanabe', 'Sofia.Rossi', 'Mateo.Garcia']],
    ['rule', '💡', ['Amara.Okafor', 'Lars.Nilsen', 'Sofia.Rossi', 'Kenji.Watanabe']],
    ['twelve', '✅', ['Leila.Haddad', 'Amara.Okafor']],
    ['ln', '🤔', ['Mateo.Garcia']],
    ['check', '❤️', ['Lars.Nilsen']],
  ],
  edit: ['typo', 'Is page 94 in the second edition the same as page 88 in the first?'],
  pins: ['rule', 'next'],
};

export const OTHER_ROOMS = [
  {
    title: 'Organic chemistry, week 6',
    owner: 'Minh.Anh',
    others: ['Priya.Nair', 'Amara.Okafor', 'Mateo.Garcia'],
    said: [
      { by: 'Minh.Anh', text: 'Lab report 3 is due on Friday. Who has questions about the yield?' },
      { by: 'Priya.Nair', text: 'Mine is 112 %. I suppose it was still wet?' },
      { by: 'Minh.Anh', text: 'Very likely. Write that down as a source of error, and dry it for another hour.' },
      { by: 'Mateo.Garcia', text: 'Mine melted over nine degrees, is that bad?' },
      { by: 'Minh.Anh', text: 'It tells you that it was not pure. Recrystallise once more if there is enough left.' },
    ],
  },
  {
    title: 'Reading circle: short stories',
    owner: 'Sofia.Rossi',
    others: ['Amara.Okafor', 'Lars.Nilsen'],
    said: [
      { by: 'Sofia.Rossi', text: 'This week: Chekhov, The Lady with the Dog. Twenty pages.' },
      { by: 'Lars.Nilsen', text: 'The ending stops just where it becomes difficult. I liked that.' },
      { by: 'Amara.Okafor', text: 'I read it twice. The second time the first page sounded quite different.' },
    ],
  },
];

/** Between two people; what was said last is unread where the other one only reads later. */
export const CONVERSATIONS = [
  {
    said: [
      { by: 'Kenji.Watanabe', to: 'Amara.Okafor', text: 'Do you have the notes from Thursday? I had to leave early.' },
      { by: 'Amara.Okafor', to: 'Kenji.Watanabe', text: 'Yes, I will take pictures tonight' },
      { by: 'Kenji.Watanabe', to: 'Amara.Okafor', text: 'Thank you so much!' },
      {
        by: 'Kenji.Watanabe',
        to: 'Amara.Okafor',
        text: 'And could you explain number 16 to me? I am stuck after the second step.',
      },
    ],
  },
  {
    said: [
      { by: 'Amara.Okafor', to: 'Thomas.Becker', text: 'My loop never ends, and I cannot see why.' },
      { by: 'Thomas.Becker', to: 'Amara.Okafor', text: 'What changes in its condition from one round to the next?' },
      { by: 'Amara.Okafor', to: 'Thomas.Becker', text: 'Nothing … I forgot to move to the next node. Found it!' },
      { by: 'Thomas.Becker', to: 'Amara.Okafor', text: 'That is the most common one. Well found.' },
    ],
  },
  {
    said: [
      { by: 'Priya.Nair', to: 'Leila.Haddad', text: 'Could we move our lesson to Wednesday?' },
      { by: 'Leila.Haddad', to: 'Priya.Nair', text: 'Wednesday at four is free.' },
      { by: 'Priya.Nair', to: 'Leila.Haddad', text: 'Perfect, see you then.' },
      { by: 'Priya.Nair', to: 'Leila.Haddad', text: 'I will bring the exercises about variance.' },
    ],
  },
  { said: [{ by: 'Sofia.Rossi', to: 'Amara.Okafor', text: 'Which story shall we read next? You choose this time.' }] },
];

/** Who waits for help that nobody connected can give: Leila's subjects. */
export const WAITING = [
  { by: 'Priya.Nair', subject: 'Statistics', text: 'When do I divide by n − 1 instead of n?', urgency: 'medium' },
  {
    by: 'Lars.Nilsen',
    subject: 'Physics',
    text: 'The exam is tomorrow: how do I choose the signs in Kirchhoff’s loops?',
    urgency: 'high',
  },
];

export const HELPED = {
  request: { subject: 'Computer science', text: 'My recursion never stops', urgency: 'high' },
  student: 'Mateo.Garcia',
  mentor: 'Thomas.Becker',
  said: [
    { by: 'Thomas.Becker', text: 'What does your function do for the empty list?' },
    { by: 'Mateo.Garcia', text: 'It calls itself … that is the problem, is it not?' },
    { by: 'Thomas.Becker', text: 'That is it. Begin with the case that needs no further call.' },
  ],
  rating: 5,
};

/** What goes on being said in the session, again from the start when it is through. */
export const GOING_ON = [
  { by: 'Kenji.Watanabe', text: 'I am at problem 16 now. Does anybody have the second step?' },
  { by: 'Lars.Nilsen', text: 'Do it by parts twice, then the same integral comes up again on the right.' },
  { by: 'Sofia.Rossi', text: 'And then bring it to the left and divide by two.' },
  { by: 'Kenji.Watanabe', text: 'Ah, that works. Thank you!' },
  { by: 'Mateo.Garcia', text: 'For 17 I get a negative area. Can that be?' },
  { by: 'Sofia.Rossi', text: 'If the curve is below the axis there, yes.' },
  { by: 'Lars.Nilsen', text: 'I will draw it first, then I believe it.' },
];

/** Answers to whoever visits. */
export const REPLIES = [
  'Good question. Let me think for a moment.',
  'I would try it with a small example first.',
  'Yes, I think so too.',
  'Could you show us your first step?',
];

/** A live session and its door. */
export const session = {
  title: 'Session',
  untitled: 'Session',
  join: 'Join the session',
  joining: 'Joining the session…',
  invitedTo: (code: string) => `You are joining session ${code}`,
  participants: 'Here now',
  wait: 'Waiting to be let in',
  waitText: 'Whoever leads this session has been told that you are here. You come in as soon as they let you.',
  doors: {
    unknown: {
      title: 'There is no session with this code',
      text: 'Look at the code again, or ask whoever sent it for a new one.',
    },
    closed: { title: 'This session is over', text: 'Ask whoever invited you for a new code, or start a session yourself.' },
    full: { title: 'This session is full', text: 'Somebody has to leave before you can come in. Try again in a moment.' },
    locked: { title: 'This session is locked', text: 'Nobody new can join right now. Ask whoever leads it to unlock it.' },
    banned: {
      title: 'You can’t come back to this session',
      text: 'Whoever leads it has shut you out. You can still start one yourself.',
    },
    denied: { title: 'You were not let in', text: 'Whoever leads this session did not let you in.' },
    kicked: { title: 'You were taken out of this session', text: 'Whoever leads it has asked you to leave for now.' },
    left: { title: 'You have left this session', text: 'You can come back as long as it is open.' },
    noGuests: {
      title: 'This session is for people with an account',
      text: 'Sign in, or create an account, and open the link again.',
    },
    tooMany: { title: 'You are in too many rooms', text: 'Leave one of your rooms, then try again.' },
    slowDown: { title: 'Too many tries', text: 'Wait a moment, then try again.' },
    other: { title: 'Joining did not work' },
  },
  home: 'Go to the start page',
  signIn: 'Sign in',
} as const;

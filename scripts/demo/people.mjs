// Who is there.
import { randomBytes } from 'node:crypto';

export const ADMIN = { username: 'Grace', role: 'admin' };

/** To sign in as: these are not kept connected, so that nobody else does something in their names. */
export const GUIDES = ['Amara', 'Leila', ADMIN.username];

export const PEOPLE = [
  ADMIN,
  { username: 'Leila', role: 'mentor' },
  { username: 'Thomas', role: 'mentor' },
  { username: 'Minh', role: 'mentor' },
  { username: 'Camille', role: 'mentor' },
  { username: 'Daniel', role: 'mentor' },
  { username: 'Ingrid', role: 'mentor' },
  { username: 'Amara', role: 'student' },
  { username: 'Kenji', role: 'student' },
  { username: 'Sofia', role: 'student' },
  { username: 'Mateo', role: 'student' },
  { username: 'Priya', role: 'student' },
  { username: 'Lars', role: 'student' },
  { username: 'Yuki', role: 'student' },
  { username: 'Hassan', role: 'student' },
];

/** What each mentor says of themselves. */
export const MENTORS = {
  Leila: { subjects: ['Mathematics', 'Statistics', 'Physics'], statusText: 'Back in a minute', capacity: 2 },
  Thomas: { subjects: ['Computer science', 'Mathematics'], statusText: 'Ask me about recursion', capacity: 3 },
  Minh: { subjects: ['Chemistry', 'Biology'], statusText: 'Happy to help with lab reports', capacity: 2 },
  Camille: { subjects: ['French', 'Literature'], statusText: 'Essays, grammar, pronunciation', capacity: 1 },
  Daniel: { subjects: ['Economics', 'Accounting'], statusText: 'Here until six', capacity: 2 },
  Ingrid: { subjects: ['History', 'Geography'], statusText: 'Tomorrow from nine', capacity: 2 },
};

/** What they are for now. Who is there to be signed in as chooses for themselves. */
export const AVAILABILITY = { Leila: 'busy', Ingrid: 'offline' };

/** What some of them are doing. */
export const STATUS_TEXTS = {
  Kenji: 'In the library',
  Thomas: 'Office hours until six',
  Sofia: 'Reading Chekhov',
};

/** Made for each run: an account whose password is known everywhere is an open door. */
export function newPassword() {
  return randomBytes(9).toString('base64url');
}

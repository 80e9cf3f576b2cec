// Who is there. Fewer than RATE_REGISTRATIONS_PER_HOUR: they come from one address.
import { randomBytes } from 'node:crypto';

export const ADMIN = { username: 'Grace.Mwangi', role: 'admin' };

/** To sign in as: these are not kept connected, so that nobody else does something in their names. */
export const GUIDES = ['Amara.Okafor', 'Leila.Haddad', ADMIN.username];

export const PEOPLE = [
  ADMIN,
  { username: 'Leila.Haddad', role: 'mentor' },
  { username: 'Thomas.Becker', role: 'mentor' },
  { username: 'Minh.Anh', role: 'mentor' },
  { username: 'Amara.Okafor', role: 'student' },
  { username: 'Kenji.Watanabe', role: 'student' },
  { username: 'Sofia.Rossi', role: 'student' },
  { username: 'Mateo.Garcia', role: 'student' },
  { username: 'Priya.Nair', role: 'student' },
  { username: 'Lars.Nilsen', role: 'student' },
];

/** What each mentor says of themselves. */
export const MENTORS = {
  'Leila.Haddad': { subjects: ['Mathematics', 'Statistics', 'Physics'], statusText: 'Back in a minute', capacity: 2 },
  'Thomas.Becker': { subjects: ['Computer science', 'Mathematics'], statusText: 'Ask me about recursion', capacity: 3 },
  'Minh.Anh': { subjects: ['Chemistry', 'Biology'], statusText: 'Happy to help with lab reports', capacity: 2 },
};

/** Made for each run: an account whose password is known everywhere is an open door. */
export function newPassword() {
  return randomBytes(9).toString('base64url');
}

// What the demo prints when it is ready.
import { PEOPLE } from './people.mjs';

const WHAT_FOR = {
  Amara: 'a student, with unread messages, notifications and missed calls',
  Leila: 'a mentor: set yourself available, two students are waiting',
  Grace: 'the administrator: numbers, people, rooms, a webhook, who did what',
};

const row = (...cells) => `  ${cells.map((cell, index) => cell.padEnd([18, 10, 0][index])).join('')}`.trimEnd();

export function whatToOpen(url, password, { code }) {
  const people = PEOPLE.map(({ username, role }) => row(username, role, WHAT_FOR[username] ?? ''));
  return [
    '',
    'Open',
    `  ${url}/          the web app`,
    `  ${url}/s/${code}  the live session, also as a guest`,
    `  ${url}/test      the playground`,
    '',
    `Sign in with the password ${password} (made for this run) as`,
    ...people,
    '',
    'Some of them go on talking. Ctrl-C ends it.',
  ].join('\n');
}

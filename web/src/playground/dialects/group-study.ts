import type { PlaygroundDialect } from './dialect.js';

export const groupStudy: PlaygroundDialect = {
  name: 'group-study',
  title: 'Group study',
  says: 'Study-group pages: guests with a name and a session code, JSON frames on a plain WebSocket.',
  carriers: ['websocket'],
  identities: ['guest'],
  named: false,
  answers: [],
  groups: [
    {
      title: 'Sessions',
      examples: [
        { event: 'create', says: 'makes a session, and joins it', payload: { userName: '{my.name}' } },
        { event: 'create', says: 'makes a session without joining it', payload: {} },
        { event: 'join', says: 'joins by the code', payload: { sessionCode: '{code}', userName: '{my.name}' } },
        {
          event: 'join',
          says: 'joins and gets the last 50 messages',
          payload: { sessionCode: '{code}', userName: '{my.name}', history: true },
        },
        { event: 'leave', says: 'leaves the session', payload: { sessionCode: '{code}', userName: '{my.name}' } },
      ],
    },
    {
      title: 'Messages',
      examples: [
        {
          event: 'message',
          says: 'says something to everybody in the session',
          payload: { sessionCode: '{code}', userName: '{my.name}', message: 'Hello' },
        },
      ],
    },
    {
      title: 'What is refused',
      examples: [
        { event: 'join', says: 'a code that leads nowhere', payload: { sessionCode: 'ZZZZZZ', userName: '{my.name}' } },
        { event: 'message', says: 'a message that is none', payload: { sessionCode: '{code}', message: 7 } },
        { event: 'no_such_type', says: 'a type that nobody knows', payload: {} },
      ],
    },
  ],
};

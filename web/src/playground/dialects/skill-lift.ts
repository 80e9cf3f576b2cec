import type { PlaygroundDialect } from './dialect.js';

export const skillLift: PlaygroundDialect = {
  name: 'skill-lift',
  title: 'Skill lift',
  says: 'Live-session apps: a token in the address, JSON frames on a plain WebSocket, rooms by any name.',
  carriers: ['websocket'],
  identities: ['token'],
  named: false,
  answers: [],
  groups: [
    {
      title: 'Rooms',
      examples: [
        { event: 'join_room', says: 'joins a room, or makes it', payload: { roomId: 'session_42' } },
        { event: 'leave_room', says: 'leaves it', payload: { roomId: 'session_42' } },
      ],
    },
    {
      title: 'Messages',
      examples: [
        {
          event: 'chat_message',
          says: 'says something to everybody in the room',
          payload: { roomId: 'session_42', message: 'Hello', messageType: 'text' },
        },
        {
          event: 'chat_message',
          says: 'is said once, however often it is sent',
          payload: { roomId: 'session_42', message: 'Once', messageType: 'text', clientId: '{new.id}' },
        },
      ],
    },
    {
      title: 'The live session',
      examples: [
        {
          event: 'live_session_update',
          says: 'passes its fields on: owner and moderators',
          payload: { roomId: 'session_42', slide: 3 },
        },
        { event: 'ping', says: 'is answered with its own time', payload: { timestamp: '{now}' } },
      ],
    },
    {
      title: 'What is refused',
      examples: [
        { event: 'chat_message', says: 'in a room that was not joined', payload: { roomId: 'elsewhere', message: 'Hello' } },
        { event: 'join_room', says: 'a room without a name', payload: {} },
        { event: 'no_such_type', says: 'a type that nobody knows', payload: {} },
      ],
    },
  ],
};

import { SOCKET_IO, type PlaygroundDialect } from './dialect.js';
import { lyceumPeople } from './lyceum-people.js';
import { lyceumRooms } from './lyceum-rooms.js';

export const lyceum: PlaygroundDialect = {
  name: 'lyceum',
  title: 'Lyceum',
  says: 'The canonical protocol of every new client: commands with one answer each, and facts.',
  carriers: [...SOCKET_IO, 'websocket'],
  identities: ['token', 'guest'],
  named: true,
  answers: [...SOCKET_IO, 'websocket'],
  groups: [
    ...lyceumRooms,
    ...lyceumPeople,
    {
      title: 'What is refused',
      examples: [
        { event: 'no:such', says: 'a command that nobody knows', payload: {} },
        { event: 'chat:send', says: 'a text that is none', payload: { room: { id: '{room.id}' }, text: 7 } },
        {
          event: 'rooms:join',
          says: 'a room that is not there',
          payload: { id: '00000000-0000-7000-8000-000000000000' },
        },
      ],
    },
  ],
};

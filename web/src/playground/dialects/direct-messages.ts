import { SOCKET_IO, type PlaygroundDialect } from './dialect.js';

export const directMessages: PlaygroundDialect = {
  name: 'direct-messages',
  title: 'Direct messages',
  says: 'Chat of Next.js apps on Socket.IO, by NextAuth or Auth.js tokens. With a token of this server, the client names the dialect.',
  carriers: SOCKET_IO,
  identities: ['token'],
  named: true,
  answers: SOCKET_IO,
  groups: [
    {
      title: 'Messages',
      examples: [
        { event: 'message:send', says: 'writes to somebody', payload: { recipientId: '{their.id}', content: 'Hello' } },
        {
          event: 'message:send',
          says: 'writes in the conversation that there is',
          payload: { recipientId: '{their.id}', content: 'Hello again', sessionId: '{conversation.id}' },
        },
      ],
    },
    {
      title: 'Who is here',
      examples: [{ event: 'status:request', says: 'asks who is online' }],
    },
    {
      title: 'What is refused',
      examples: [
        { event: 'message:send', says: 'to somebody nobody has heard of', payload: { recipientId: 'nobody', content: 'Hello' } },
        {
          event: 'message:send',
          says: 'in a conversation that is not theirs',
          payload: { recipientId: '{their.id}', content: 'Hello', sessionId: 'another' },
        },
        { event: 'message:send', says: 'without a text', payload: { recipientId: '{their.id}' } },
      ],
    },
  ],
};

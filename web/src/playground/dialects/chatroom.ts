import { SOCKET_IO, type PlaygroundDialect } from './dialect.js';

export const chatroom: PlaygroundDialect = {
  name: 'chatroom',
  title: 'Chat room',
  says: 'Chat-room apps on Socket.IO: one lobby for everybody, calls by username.',
  carriers: SOCKET_IO,
  identities: ['token'],
  named: true,
  answers: SOCKET_IO,
  groups: [
    {
      title: 'Messages',
      examples: [{ event: 'send_message', says: 'says something in the lobby', payload: { text: 'Hello' } }],
    },
    {
      title: 'Calls',
      examples: [
        { event: 'call_user', says: 'rings somebody', payload: { to: '{their.username}', offer: { type: 'offer', sdp: 'v=0' } } },
        {
          event: 'call_answer',
          says: 'answers a call that rings',
          payload: { to: '{their.username}', answer: { type: 'answer', sdp: 'v=0' } },
        },
        {
          event: 'ice_candidate',
          says: 'gives the other a candidate',
          payload: { to: '{their.username}', candidate: { candidate: 'candidate:1 1 udp 1 192.0.2.1 9 typ host', sdpMid: '0' } },
        },
        { event: 'end_call', says: 'hangs up, cancels or rejects', payload: { to: '{their.username}' } },
      ],
    },
    {
      title: 'What is refused',
      examples: [
        { event: 'send_message', says: 'an empty message', payload: { text: '' } },
        { event: 'call_user', says: 'a call to nobody', payload: { to: 'nobody', offer: { type: 'offer', sdp: 'v=0' } } },
        { event: 'no_such_event', says: 'an event that nobody knows', payload: {} },
      ],
    },
  ],
};

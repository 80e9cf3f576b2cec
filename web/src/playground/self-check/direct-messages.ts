import { aText, aTime, having, without } from './pattern.js';
import type { Player } from './player.js';
import type { SelfCheck, TestPerson } from './script.js';

export const directMessagesCheck: SelfCheck = {
  dialect: 'direct-messages',
  remark:
    'The shipped clients are told by their NextAuth token, which only an app with NEXTAUTH_SECRET can make. Here two people of this server take their place and name the dialect.',
  steps: ({ enter, people, fresh }) => {
    let [ana, ben]: Player[] = [];
    let [anaIs, benIs]: TestPerson[] = [];
    let sessionId = '';
    const [hello, reply, missed] = [fresh('Hello '), fresh('Reply '), fresh('While you were away ')];
    return [
      {
        title: 'Ana connects and asks who is online',
        play: async () => {
          [anaIs, benIs] = await people();
          ana = enter('Ana', { token: anaIs.token, named: true });
          await ana.connects();
          ana.send('status:request');
          await ana.hears('users:online', { userIds: having(anaIs.id) });
        },
      },
      {
        title: 'Ben comes, and Ana is told',
        play: async () => {
          ben = enter('Ben', { token: benIs?.token ?? '', named: true });
          await ben.connects();
          // Where many come at once the server tells the whole list.
          await ana?.hearsEither(['user:online', { userId: benIs?.id }], ['users:online', { userIds: having(benIs?.id) }]);
        },
      },
      {
        title: 'What Ana writes reaches Ben, and is confirmed to her',
        play: async () => {
          ana?.send('message:send', { recipientId: benIs?.id, content: hello });
          const message = {
            ...{ id: aText, content: hello, senderId: anaIs?.id, recipientId: benIs?.id, sessionId: aText, createdAt: aTime },
            sender: { id: anaIs?.id, name: aText },
            recipient: { id: benIs?.id, name: aText },
          };
          ({ sessionId } = (await ana?.hears('message:sent', message)) as { sessionId: string });
          await ben?.hears('message:receive', message);
        },
      },
      {
        title: 'Ben replies in the same conversation',
        play: async () => {
          ben?.send('message:send', { recipientId: anaIs?.id, content: reply, sessionId });
          await ben?.hears('message:sent', { content: reply, sessionId });
          await ana?.hears('message:receive', { content: reply, sessionId, senderId: benIs?.id });
        },
      },
      {
        title: 'A conversation that isn’t theirs is refused',
        play: async () => {
          ana?.send('message:send', { recipientId: benIs?.id, content: 'Hello', sessionId: anaIs?.id });
          await ana?.hears('message:error', { message: aText, code: aText });
        },
      },
      {
        title: 'Without a text there is nothing to send',
        play: async () => {
          ana?.send('message:send', { recipientId: benIs?.id });
          await ana?.hears('message:error', { message: aText, code: 'INVALID' });
        },
      },
      {
        title: 'Ben goes, and Ana is told',
        play: async () => {
          ana?.forget();
          ben?.close();
          await ana?.hearsEither(['user:offline', { userId: benIs?.id }], ['users:online', { userIds: without(benIs?.id) }]);
        },
      },
      {
        title: 'What is written to Ben meanwhile comes when he is back',
        play: async () => {
          ana?.send('message:send', { recipientId: benIs?.id, content: missed });
          await ana?.hears('message:sent', { content: missed });
          ben = enter('Ben', { token: benIs?.token ?? '', named: true });
          await ben.hears('message:receive', { content: missed, senderId: anaIs?.id });
        },
      },
    ];
  },
};

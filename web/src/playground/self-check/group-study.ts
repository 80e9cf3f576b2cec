import { aNumber, aText, aTime, having, like } from './pattern.js';
import type { Player } from './player.js';
import type { SelfCheck } from './script.js';

/** Six of the letters and digits that nobody takes for others. */
const CODE = like(/^[A-HJKMNP-Z2-9]{6}$/, 'a code of six unambiguous characters');

export const groupStudyCheck: SelfCheck = {
  dialect: 'group-study',
  steps: ({ enter, fresh }) => {
    let [ana, ben]: Player[] = [];
    let sessionCode = '';
    const [hello, answer] = [fresh('Hello '), fresh('Answer ')];
    return [
      {
        title: 'Ana makes a session and is in it',
        play: async () => {
          ana = enter('Ana');
          await ana.connects();
          ana.send('create', { userName: 'Ana' });
          ({ sessionCode } = (await ana.hears('created', { sessionCode: CODE })) as { sessionCode: string });
          await ana.hears('joined', { sessionCode, participants: ['Ana'] });
        },
      },
      {
        title: 'Ben joins by the code, in whatever case',
        play: async () => {
          ben = enter('Ben');
          await ben.connects();
          ben.send('join', { sessionCode: sessionCode.toLowerCase(), userName: 'Ben' });
          await ben.hears('joined', { sessionCode, participants: having('Ana') });
          await ana?.hears('user_joined', { userName: 'Ben' });
        },
      },
      {
        title: 'What Ana says, both hear',
        play: async () => {
          ana?.send('message', { sessionCode, userName: 'Ana', message: hello });
          const said = { userName: 'Ana', message: hello, seq: aNumber, id: aText, timestamp: aTime };
          await ana?.hears('message', said);
          await ben?.hears('message', said);
        },
      },
      {
        title: 'Ben can’t speak in Ana’s name',
        play: async () => {
          ben?.send('message', { sessionCode, userName: 'Ana', message: answer });
          await ana?.hears('message', { userName: 'Ben', message: answer });
          await ben?.hears('message', { userName: 'Ben', message: answer });
        },
      },
      {
        title: 'Cleo comes later and gets what was said',
        play: async () => {
          const cleo = enter('Cleo');
          await cleo.connects();
          cleo.send('join', { sessionCode, userName: 'Cleo', history: true });
          await cleo.hears('joined', { participants: having('Cleo') });
          await cleo.hears('message', { userName: 'Ana', message: hello, history: true });
          await cleo.hears('message', { userName: 'Ben', message: answer, history: true });
        },
      },
      {
        title: 'A name that is taken is refused',
        play: async () => {
          const other = enter('Another Ana');
          await other.connects();
          other.send('join', { sessionCode, userName: 'Ana' });
          await other.hears('error', { message: 'Name already taken in this session' });
        },
      },
      {
        title: 'A code that leads nowhere is “Session not found”',
        play: async () => {
          ben?.send('join', { sessionCode: 'ZZZZZZ', userName: 'Ben' });
          await ben?.hears('error', { message: 'Session not found' });
        },
      },
      {
        title: 'What is no frame is refused, and the connection goes on',
        play: async () => {
          ben?.sendText('{"type":');
          await ben?.hears('error', { message: aText });
          ben?.send('message', { sessionCode, userName: 'Ben', message: 'Still here' });
          await ana?.hears('message', { userName: 'Ben', message: 'Still here' });
        },
      },
      {
        title: 'Ben leaves, and Ana is told',
        play: async () => {
          ben?.send('leave', { sessionCode, userName: 'Ben' });
          await ana?.hears('user_left', { userName: 'Ben' });
        },
      },
    ];
  },
};

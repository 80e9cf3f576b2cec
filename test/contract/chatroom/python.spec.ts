import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { register } from '../../support/accounts.js';
import { describeWith } from '../../support/describe-with.js';
import { dataOf, expectRefusal } from '../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { PythonClient } from '../../support/python-client.js';
import { SocketClient } from '../../support/socket-client.js';
import { ROOMY, START_MS } from '../settings.js';
import { chatMessage, errorFrame, hears, newPerson, seesOnline, type ChatMessage } from './chat-client.js';

describeWith(['python3-socketio'], 'a chat-room client in Python', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: ROOMY });
  }, START_MS);
  afterEach(async () => {
    SocketClient.closeAll();
    await PythonClient.closeAll();
  });
  afterAll(() => gateway.stop());

  it.each(['websocket', 'polling'] as const)(
    'by %s is greeted, talks and listens as every other',
    async (transport) => {
      const ana = await newPerson(gateway);
      dataOf(await ana.client.request('send_message', { text: `before, by ${transport}` }));
      const pia = await register(gateway, 'pia');

      const python = await PythonClient.start(gateway, transport, pia.token);
      const seen = await python.next(({ event }) => event === 'online_users');
      dataOf(await ana.client.request('send_message', { text: 'Salvē, Πύθων 🐍' }));
      const heard = await python.next(({ event }) => event === 'new_message');
      python.emit('send_message', { text: 'Hi from Python' });
      const answer = await python.request('send_message', { text: 'Answer me' });

      expect(python.occurrences[0]).toEqual({ event: 'connect', args: [transport] });
      expect(python.occurrences[1]?.event).toBe('message_history');
      expect((python.occurrences[1]?.args[0] as unknown[]).at(-1)).toEqual(chatMessage(ana.username, `before, by ${transport}`));
      expect(python.occurrences[2]).toBe(seen);
      expect(seen.args).toEqual([expect.arrayContaining([ana.username, pia.username])]);
      expect(heard.args).toEqual([chatMessage(ana.username, 'Salvē, Πύθων 🐍')]);
      expect(await hears(ana, 'Hi from Python')).toEqual(chatMessage(pia.username, 'Hi from Python'));
      expect(dataOf(answer)).toMatchObject({ text: 'Answer me', sender: { username: pia.username } });

      await python.close();
      await seesOnline(ana, (usernames) => usernames.join() === ana.username);
    },
    60_000,
  );

  it.each(['websocket', 'polling'] as const)(
    'by %s is told what was wrong with what it sent, and goes on',
    async (transport) => {
      const python = await PythonClient.start(gateway, transport, (await register(gateway, 'pia')).token);

      python.emit('send_message', { text: '' });
      const { args } = await python.next(({ event }) => event === 'error');

      expect(args).toEqual([errorFrame('INVALID', 'send_message')]);
      expectRefusal(await python.request('send_message', 'text'), 'INVALID');
      dataOf(await python.request('send_message', { text: 'still here' }));
    },
    60_000,
  );

  it.each(['websocket', 'polling'] as const)(
    'by %s that was stopped for a while hears everything once, in its order',
    async (transport) => {
      const ana = await newPerson(gateway);
      const python = await PythonClient.start(gateway, transport, (await register(gateway, 'pia')).token);
      await python.next(({ event }) => event === 'online_users');
      const texts = Array.from({ length: 60 }, (_, number) => `${transport} ${number}`);

      python.pause();
      for (const text of texts) dataOf(await ana.client.request('send_message', { text }));
      python.resume();
      await python.next(({ event, args }) => event === 'new_message' && (args[0] as ChatMessage).text === texts.at(-1));

      const heard = python.occurrences.filter(({ event }) => event === 'new_message');
      expect(heard.map(({ args }) => (args[0] as ChatMessage).text)).toEqual(texts);
    },
    60_000,
  );

  it('is refused with a sentence and a code when its token is not valid', async () => {
    const python = await PythonClient.start(gateway, 'websocket', 'not.a.token');

    const { args } = await python.next(({ event }) => event === 'connect_error');

    expect(args).toEqual([expect.objectContaining({ message: expect.stringMatching(/\S/) })]);
    expect(args[0]).toMatchObject({ data: { code: 'UNAUTHENTICATED' } });
  }, 60_000);
});

import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { describeWith } from '../../support/describe-with.js';
import { dataOf } from '../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import type { JsonObject } from '../../support/inbox.js';
import { PythonClient } from '../../support/python-client.js';
import { SocketClient } from '../../support/socket-client.js';
import { newId } from '../../support/tokens.js';
import { ROOMY, START_MS } from '../settings.js';
import { connectUser, wrapped } from './flutter-app.js';

describeWith(['python3-socketio'], 'a client of instant-mentor in Python', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: ROOMY });
  }, START_MS);
  afterEach(async () => {
    SocketClient.closeAll();
    await PythonClient.closeAll();
  });
  afterAll(() => gateway.stop());

  it.each(['auth', 'headers'])(
    'that says by its %s who it is writes, is written to and is called',
    async (by) => {
      const mia = await connectUser(gateway, 'mentor');
      const userId = newId('pia');
      const auth = by === 'auth' ? { userId, userRole: 'student' } : {};
      const headers: Record<string, string> = by === 'auth' ? {} : { 'user-id': userId, 'user-role': 'student' };
      const python = await PythonClient.start(gateway, 'websocket', auth, headers);
      await python.next(({ event }) => event === 'mentor_statuses');
      const hears = async (event: string): Promise<unknown> => (await python.next((heard) => heard.event === event)).args[0];

      python.emit('send_message', wrapped('send_message', { content: 'Hello from Python' }, userId, mia.userId));
      expect(await mia.client.next('message_received')).toMatchObject({ senderId: userId, content: 'Hello from Python' });
      expect(await hears('message_sent')).toMatchObject({ content: 'Hello from Python' });
      dataOf(await mia.request('send_message', { content: 'Hello Python' }, userId));
      expect(await hears('message_received')).toMatchObject({ senderId: mia.userId, content: 'Hello Python' });

      mia.send('initiate_call', { callType: 'audio' }, userId);
      const { callId } = (await hears('call_initiated')) as JsonObject;
      python.emit('accept_call', wrapped('accept_call', { callId }, userId));
      expect(await mia.client.next('call_accepted')).toMatchObject({ callId, acceptedBy: userId });
    },
    60_000,
  );
});

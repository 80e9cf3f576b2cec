import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { dataOf, expectRefusal } from '../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import type { JsonObject } from '../../support/inbox.js';
import { newId } from '../../support/tokens.js';
import { createSession } from '../group-study/session.js';
import { closeAll } from '../lyceum/lyceum-client.js';
import { newPerson } from '../lyceum/shapes.js';
import { ROOMY, START_MS } from '../settings.js';
import { connectGuest, connectUser } from './flutter-app.js';

describe('guests of the Flutter app', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: ROOMY });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  it('write to each other, and to people with an account, by the ids that they claim', async () => {
    const [ana, mia] = [await connectGuest(gateway, 'student'), await connectGuest(gateway, 'mentor')];
    const person = await newPerson(gateway, 'websocket');
    ana.send('send_message', { content: 'Hello' }, mia.userId);
    expect(await mia.client.next('message_received')).toMatchObject({
      senderId: ana.userId,
      receiverId: mia.userId,
      senderName: ana.userId,
    });
    mia.send('send_message', { content: 'And you' }, person.id);
    expect(await person.client.fact('chat:message')).toMatchObject({ sender: { id: `guest:${mia.userId}`, guest: true } });
  });

  it.each([
    ['its whole id', (id: string) => ({ id: `guest:${id}` })],
    ['the id it claims', (id: string) => ({ id })],
    ['the name it is shown by', (id: string) => ({ username: id })],
  ])('are found by %s', async (_what, to) => {
    const ana = await connectGuest(gateway, 'student');
    const person = await newPerson(gateway, 'websocket');
    dataOf(await person.client.request('chat:send', { to: to(ana.userId), text: 'Found' }));
    expect(await ana.client.next('message_received')).toMatchObject({
      senderId: person.id,
      receiverId: ana.userId,
      content: 'Found',
    });
    expect(await person.client.request('rooms:list', {})).toMatchObject({
      data: { rooms: [{ room: { peer: { id: `guest:${ana.userId}`, guest: true, name: ana.userId } } }] },
    });
  });

  it('of equal claims are one guest on two devices', async () => {
    const phone = await connectGuest(gateway, 'student');
    const tablet = await connectGuest(gateway, 'student', { userId: phone.userId });
    const mia = await connectUser(gateway, 'mentor');
    mia.send('send_message', { content: 'Both' }, phone.userId);
    for (const { client } of [phone, tablet]) await client.next('message_received', { content: 'Both' });
    phone.send('send_message', { content: 'Thanks' }, mia.userId);
    await tablet.client.next('message_sent', { content: 'Thanks' });
  });

  it('are given nothing from before they came, and can still be written to for a while', async () => {
    const mia = await connectUser(gateway, 'mentor');
    const ana = await connectGuest(gateway, 'student');
    mia.send('send_message', { content: 'First' }, ana.userId);
    await ana.client.next('message_received', { content: 'First' });
    ana.client.close();
    dataOf(await mia.request('send_message', { content: 'While away' }, ana.userId));

    const again = await connectGuest(gateway, 'student', { userId: ana.userId });
    mia.send('send_message', { content: 'Back' }, ana.userId);
    await again.client.next('message_received', { content: 'Back' });
    expect(again.client.heard('message_received').map(({ content }) => content)).toEqual(['Back']);
  });

  it('never are who has an account by that id, whatever they claimed before', async () => {
    const userId = newId('ana');
    const guest = await connectGuest(gateway, 'student', { userId });
    const owner = await connectUser(gateway, 'student', { userId });
    const mia = await connectUser(gateway, 'mentor');
    mia.send('send_message', { content: 'For the owner' }, userId);
    expect(await owner.client.next('message_received')).toMatchObject({ content: 'For the owner' });
    dataOf(await mia.request('send_message', { content: 'For the guest' }, `guest:${userId}`));
    await guest.client.next('message_received', { content: 'For the guest' });
    expect([guest, owner].map(({ client }) => client.heard('message_received').length)).toEqual([1, 1]);
  });

  it('of group study can’t be written to: they are somebody else each time', async () => {
    const person = await newPerson(gateway, 'websocket');
    const { code } = await createSession(gateway, 'Greta');
    const { participants } = dataOf(await person.client.request('rooms:join', { code })) as {
      participants: { user: JsonObject }[];
    };
    const [greta] = participants;
    expectRefusal(await person.client.request('chat:send', { to: { id: greta?.user.id }, text: 'Hi' }), 'USER_NOT_FOUND');
  });

  it('can be blocked', async () => {
    const ana = await connectGuest(gateway, 'student');
    const person = await newPerson(gateway, 'websocket');
    dataOf(await person.client.request('rooms:block', { user: { id: ana.userId } }));
    ana.send('send_message', { content: 'Hi' }, person.id);
    expect(await ana.client.next('error')).toMatchObject({ code: 'BLOCKED' });
  });
});

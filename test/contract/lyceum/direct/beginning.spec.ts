import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { expectRefusal } from '../../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../../support/gateway.js';
import { appToken, newId } from '../../../support/tokens.js';
import { ROOMY, START_MS } from '../../settings.js';
import { historyOf, HURRIED } from '../changing.js';
import { closeAll, connectLyceum } from '../lyceum-client.js';
import { newPerson, type Person } from '../shapes.js';
import { conversationsOf, roomIn, write } from './conversation.js';

describe('lyceum: writing to people who are not there yet', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...ROOMY, ACCEPT_UNKNOWN_RECIPIENTS: 'true' } });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  it('keeps what was said for whoever has that id later', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const later = newId('later');
    const room = roomIn(await write(ana, { id: later }, 'Welcome'));
    expect(await conversationsOf(ana)).toMatchObject([{ id: room.id, peer: null }]);

    const client = await connectLyceum(gateway, 'websocket', appToken({ sub: later, name: 'Late' }));
    expect(client.hello.resume).toEqual({ rooms: [{ room, lastSeq: 1 }] });
    expect((await historyOf({ client }, room)).map(({ text }) => text)).toEqual(['Welcome']);
    expect(await conversationsOf(ana)).toMatchObject([{ id: room.id, peer: { id: later, name: 'Late' } }]);
  });

  it('by id only, and never for guests', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    for (const to of [{ username: newId('nobody') }, { id: `guest:${newId('mia')}` }])
      expectRefusal(await ana.client.request('chat:send', { to, text: 'Hello' }), 'USER_NOT_FOUND', { field: 'to' });
  });
});

describe('lyceum: many new conversations', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...HURRIED, RATE_CREATE_PER_HOUR: '3' } });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  it('one person begins only so many an hour, and goes on in those that are there', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const people = [];
    for (let n = 0; n < 4; n += 1) people.push(await newPerson(gateway, 'websocket'));
    const [first, second, third, fourth] = people as [Person, Person, Person, Person];
    for (const person of [first, second, third]) await write(ana, person, 'Hello');

    const refused = await ana.client.request('chat:send', { to: { id: fourth.id }, text: 'Hello' });
    expect(refused).toMatchObject({ ok: false, error: { code: 'RATE_LIMITED', retryable: true } });
    expect(await conversationsOf(fourth)).toEqual([]);
    await write(ana, first, 'Again');
    await write(fourth, ana, 'Hello to you');
    await write(ana, fourth, 'Hello back');
  });
});

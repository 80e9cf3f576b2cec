import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { register } from '../../support/accounts.js';
import { dataOf } from '../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { SocketClient } from '../../support/socket-client.js';
import { eventually } from '../../support/wait.js';
import { ROOMY, START_MS } from '../settings.js';
import { connectChat, hears, newPerson, textsOf, type ChatPerson } from './chat-client.js';

const MESSAGES = 200;

/** The library's own default: it begins by long polling and changes to a WebSocket while it is being spoken to. */
describe.each(['on', 'off'])('the upgrade of a chat-room client with FAST_WRITES=%s', (fastWrites) => {
  let gateway: Gateway;

  beforeAll(async () => {
    const rates = { RATE_SEND_BURST: '10000', RATE_SEND_PER_SECOND: '10000', RATE_COMMANDS_PER_SECOND: '10000' };
    gateway = await startGateway({ env: { ...ROOMY, ...rates, FAST_WRITES: fastWrites } });
  }, START_MS);
  afterEach(() => {
    SocketClient.closeAll();
  });
  afterAll(() => gateway.stop());

  it('loses nothing that is said to it, and says it once and in order', async () => {
    const ana = await newPerson(gateway);
    const account = await register(gateway, 'ben');
    const texts = Array.from({ length: MESSAGES }, (_, number) => `to ${number}`);
    const connecting = connectChat(gateway, account, 'default');
    for (const text of texts) ana.client.emit('send_message', { text });

    const ben = await connecting;
    await ben.client.upgraded();
    dataOf(await ana.client.request('send_message', { text: 'the last' }));
    await hears(ben, 'the last');

    const said = [...ben.history.map(({ text }) => text), ...textsOf(ben)];
    expect(said).toEqual([...texts, 'the last'].slice(-said.length));
    expect(said.length).toBeGreaterThan(50);
    expect(ben.client.transport).toBe('websocket');
  });

  it('loses nothing that it says', async () => {
    const ana = await newPerson(gateway);
    const ben = await newPerson(gateway, 'default', 'ben');
    const texts = Array.from({ length: MESSAGES }, (_, number) => `${ben.username} ${number}`);

    const answers = texts.map((text) => ben.client.request('send_message', { text }));
    await ben.client.upgraded();
    for (const answer of await Promise.all(answers)) dataOf(answer);
    await hears(ana, texts.at(-1)!);

    expect(textsOf(ana)).toEqual(texts);
  });

  it('shows each client the same frames in the same order, whatever carries them', async () => {
    const people: ChatPerson[] = [];
    for (const way of ['websocket', 'polling', 'default'] as const) people.push(await newPerson(gateway, way, way));

    await Promise.all(
      people.flatMap(({ client, username }) =>
        Array.from({ length: 50 }, (_, number) => client.request('send_message', { text: `${username} ${number}` })),
      ),
    );
    await eventually(() => {
      for (const person of people) expect(textsOf(person)).toHaveLength(150);
      return Promise.resolve();
    }, 5_000);

    const [first, ...others] = people.map(({ client }) => client.heard('new_message'));
    for (const heard of others) expect(heard).toEqual(first);
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { dataOf } from '../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { SocketClient } from '../../support/socket-client.js';
import { ROOMY, START_MS } from '../settings.js';
import { chatMessage, connectChat, hears, newPerson, seesOnline, WAYS, type ChatMessage } from './chat-client.js';
import { register } from '../../support/accounts.js';

describe('a restart of the gateway', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: ROOMY });
  }, START_MS);
  afterEach(() => {
    SocketClient.closeAll();
  });
  afterAll(() => gateway.stop());

  it.each(['stop', 'kill'] as const)(
    'by %s keeps what was said; clients come back by themselves and are greeted again',
    async (ending) => {
      const people = [];
      for (const way of WAYS) people.push(await connectChat(gateway, await register(gateway, way), way, { reconnects: true }));
      const [ana] = people;
      const usernames = people.map(({ username }) => username).toSorted();
      const texts = Array.from({ length: 10 }, (_, number) => `${ending} ${number}`);
      for (const text of texts) dataOf(await ana!.client.request('send_message', { text }));
      for (const person of people) await hears(person, texts.at(-1)!);

      await gateway[ending]();
      for (const { client } of people) await client.nextWhere('disconnect', () => true, 10_000);
      await gateway.restart();

      for (const person of people) {
        const isBack = (messages: ChatMessage[]): boolean => messages.at(-1)?.text === texts.at(-1);
        const history = await person.client.nextWhere<ChatMessage[]>('message_history', isBack, 20_000);
        expect(history.slice(-10)).toEqual(texts.map((text) => chatMessage(ana!.username, text)));
        await seesOnline(person, (seen) => seen.toSorted().join() === usernames.join());
        expect(person.client.heard('message_history')).toHaveLength(2);
      }
      dataOf(await ana!.client.request('send_message', { text: `${ending} is over` }));
      for (const person of people) {
        await hears(person, `${ending} is over`);
        const ids = person.client.heard<ChatMessage>('new_message').map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
      }
    },
    90_000,
  );

  it('leaves accounts, tokens and messages as they were', async () => {
    const ana = await newPerson(gateway);
    dataOf(await ana.client.request('send_message', { text: 'before' }));
    ana.client.close();

    await gateway.stop();
    await gateway.restart();

    expect((await connectChat(gateway, ana)).history.at(-1)).toEqual(chatMessage(ana.username, 'before'));
  }, 60_000);
});

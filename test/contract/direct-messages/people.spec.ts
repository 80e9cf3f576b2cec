import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { register } from '../../support/accounts.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import type { JsonObject } from '../../support/inbox.js';
import { NEXTAUTH_SECRET, signedToken } from '../../support/next-auth-tokens.js';
import { SocketClient } from '../../support/socket-client.js';
import { appToken, newId } from '../../support/tokens.js';
import { closeAll } from '../lyceum/lyceum-client.js';
import { ROOMY, START_MS } from '../settings.js';
import { appPerson, connectDirect, messageShape, newDirect, send, settled, shownPerson } from './direct-client.js';

describe('people in direct messages', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...ROOMY, NEXTAUTH_SECRET } });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  /** Somebody who names this dialect without being of the Next.js app. */
  async function naming(token: string, id: string) {
    const client = await SocketClient.connect(gateway, { auth: { token, dialect: 'direct-messages' } });
    await settled({ client });
    return { id, client };
  }

  it('have the names, addresses and pictures that their app gives them, and only those', async () => {
    const [ana, ben] = [await newDirect(gateway, 'ana'), await newDirect(gateway, 'ben')];

    await send(ana, ben, 'Hello', { sender: { name: 'The headmaster' }, name: 'The headmaster' });

    expect(await ben.client.next('message:receive')).toEqual(messageShape(ana, ben, 'Hello'));
  });

  it('are shown as their newest token says', async () => {
    const [before, ben] = [await newDirect(gateway, 'ana'), await newDirect(gateway, 'ben')];
    await send(before, ben, 'Before');
    before.client.close();
    const ana = { ...before, name: 'Ana Lang', email: 'Ana.Lang@School.example', image: 'https://app.example/new.png' };
    const { id, name, email, image: picture } = ana;
    const renamed = await connectDirect(gateway, { ...ana, token: await signedToken({ id, name, email, picture }) });

    await send(renamed, ben, 'After');

    expect(await ben.client.next('message:receive', { content: 'After' })).toEqual(messageShape(ana, ben, 'After'));
    expect(await send(ben, ana, 'Hello, Ana Lang')).toMatchObject({ recipient: shownPerson(ana) });
  });

  it('without a name or a picture are shown by their id', async () => {
    const id = newId('dan');
    const dan = await connectDirect(gateway, { id, token: await signedToken({ sub: id }) });
    const ben = await newDirect(gateway, 'ben');

    await send(dan, ben, 'Hello');

    const shown = { id, name: id, email: null, image: null };
    expect(await ben.client.next('message:receive')).toMatchObject({ sender: shown });
  });

  it('keep their addresses from people of other issuers, live and later, in both directions', async () => {
    const account = await register(gateway, 'eve');
    const [own, otherOwn] = [account, await register(gateway, 'eli')];
    const eve = await naming(own.token, own.id);
    const eli = await naming(otherOwn.token, otherOwn.id);
    const appId = newId('max');
    const max = await naming(appToken({ sub: appId, name: 'Max', email: 'Max@Other.example' }), appId);
    const ana = await newDirect(gateway, 'ana');
    const away = await appPerson('ben');
    (await connectDirect(gateway, away)).client.close();

    for (const stranger of [eve, max]) {
      await send(stranger, ana, 'Who are you?');
      await send(ana, stranger, 'Nobody');
      await send(stranger, away, 'And you?');
    }
    await send(eve, max, 'Hello');
    await send(max, eve, 'Hello');
    await send(eve, eli, 'Hello');

    const back = await connectDirect(gateway, away);
    expect(back.client.heard('message:receive')).toHaveLength(2);
    for (const { client } of [eve, eli, max, ana, back]) {
      await settled({ client });
      const messages = [...client.heard('message:receive'), ...client.heard('message:sent')] as Record<string, JsonObject>[];
      expect(messages.length).toBeGreaterThan(0);
      for (const { sender, recipient } of messages) expect([sender?.email, recipient?.email]).toEqual([null, null]);
      expect(JSON.stringify(client.occurrences)).not.toMatch(/@(School|Other)\.example/);
    }
  });

  it('of one other app see each other’s addresses', async () => {
    const [one, two] = [
      { id: newId('max'), email: 'Max@Other.example' },
      { id: newId('mia'), email: 'Mia@Other.example' },
    ];
    const max = await naming(appToken({ sub: one.id, name: 'Max', email: one.email }), one.id);
    const mia = await naming(appToken({ sub: two.id, name: 'Mia', email: two.email }), two.id);

    expect(await send(max, mia, 'Hello')).toMatchObject({ sender: one, recipient: two });
  });
});

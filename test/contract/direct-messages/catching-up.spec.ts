import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { register } from '../../support/accounts.js';
import { dataOf } from '../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import type { JsonObject } from '../../support/inbox.js';
import { NEXTAUTH_SECRET } from '../../support/next-auth-tokens.js';
import { closeAll, connectLyceum } from '../lyceum/lyceum-client.js';
import { ROOMY, START_MS } from '../settings.js';
import {
  appPerson,
  connectDirect,
  messageShape,
  newDirect,
  received,
  send,
  settled,
  WAYS,
  type AppPerson,
  type DirectPerson,
} from './direct-client.js';

const ENV = { ...ROOMY, NEXTAUTH_SECRET, RATE_SEND_PER_SECOND: '1000', RATE_SEND_BURST: '1000' };

/** For hundreds of messages, on a machine that is busy with other tests. */
const BUSY_MS = 25_000;

describe('direct messages to somebody who is away', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: ENV });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  /** Somebody who was here once, and is not now. */
  async function away(stem = 'ben'): Promise<AppPerson> {
    const person = await newDirect(gateway, stem);
    await leave(person);
    return person;
  }

  async function leave({ client }: DirectPerson): Promise<void> {
    client.close();
    await client.closed;
  }

  const contents = (count: number, stem = 'message'): string[] => Array.from({ length: count }, (_, n) => `${stem} ${n}`);

  /** Sends them in that order, and waits until all are answered. */
  async function sendAll({ client }: DirectPerson, { id }: AppPerson, texts: string[]): Promise<void> {
    for (const content of texts) client.emit('message:send', { recipientId: id, content });
    await client.next('message:sent', { content: texts.at(-1) }, BUSY_MS);
  }

  it.each(WAYS)('come by %s when they connect, as they were said, oldest first over all who wrote, once', async (way) => {
    const [ana, cleo] = [await newDirect(gateway, 'ana', way), await newDirect(gateway, 'cleo', way)];
    const ben = await away();
    const sent = [await send(ana, ben, 'one'), await send(cleo, ben, 'two'), await send(ana, ben, 'three')];

    const back = await connectDirect(gateway, ben, way);
    expect(back.client.heard('message:receive')).toEqual(sent);
    expect(sent[0]).toEqual(messageShape(ana, ben, 'one'));

    await leave(back);
    expect(received(await connectDirect(gateway, ben, way))).toEqual([]);
  });

  it('come once where they were received live, also when the client goes at that moment', async () => {
    const ana = await newDirect(gateway, 'ana');
    let ben = await newDirect(gateway, 'ben');
    for (const text of contents(10)) {
      ana.client.emit('message:send', { recipientId: ben.id, content: text });
      await ben.client.next('message:receive', { content: text });
      await leave(ben);
      ben = await connectDirect(gateway, ben);
      expect(received(ben)).toEqual([]);
    }
  });

  it('are told as delivered to the sender, by either way, and not as read', async () => {
    const ana = await newDirect(gateway, 'ana');
    const lyceum = await connectLyceum(gateway, 'websocket', ana.token);
    const ben = await away();
    const { sessionId } = await send(ana, ben, 'missed');
    await lyceum.fact('chat:message');

    const back = await connectDirect(gateway, ben);
    const room = { id: sessionId, key: null, code: null };
    expect(await lyceum.fact('chat:receipt', { deliveredSeq: 1 }, 5_000)).toMatchObject({
      room,
      user: { id: ben.id },
      readSeq: 0,
    });

    await send(ana, back, 'live');
    expect(await lyceum.fact('chat:receipt', { deliveredSeq: 2 }, 5_000)).toMatchObject({
      room,
      user: { id: ben.id },
      readSeq: 0,
    });
  });

  it('come page by page, 210 of them in order, and what is said meanwhile comes after them', async () => {
    const ana = await newDirect(gateway, 'ana');
    const ben = await away();
    await sendAll(ana, ben, contents(210));

    const [back] = await Promise.all([connectDirect(gateway, ben), sendAll(ana, ben, contents(30, 'meanwhile'))]);
    await back.client.next('message:receive', { content: 'meanwhile 29' }, BUSY_MS);
    await settled(back);

    expect(received(back)).toEqual([...contents(210), ...contents(30, 'meanwhile')]);
  });

  it('come page by page where they are long', async () => {
    const ana = await newDirect(gateway, 'ana');
    const ben = await away();
    const long = contents(40).map((text) => `${text} ${'€'.repeat(3_900)}`);
    await sendAll(ana, ben, long);

    expect(received(await connectDirect(gateway, ben))).toEqual(long);
  });

  it('come to one of two devices that connect at once, each message to either, in order', async () => {
    const ana = await newDirect(gateway, 'ana');
    const ben = await away();
    await sendAll(ana, ben, contents(210));

    const devices = await Promise.all(WAYS.map((way) => connectDirect(gateway, ben, way)));

    const all = devices.flatMap((device) => received(device));
    expect(all.toSorted()).toEqual(contents(210).toSorted());
    for (const device of devices) {
      const places = received(device).map((text) => Number(text.split(' ')[1]));
      expect(places).toEqual(places.toSorted((a, b) => a - b));
    }
    await send(ana, ben, 'and then both');
    for (const { client } of devices) await client.next('message:receive', { content: 'and then both' });
  });

  it('leave out one’s own, what was deleted, and what another client has marked as delivered or read', async () => {
    const [ana, ben] = [await newDirect(gateway, 'ana'), await newDirect(gateway, 'ben')];
    const phone = await connectLyceum(gateway, 'websocket', ben.token);
    const lyceum = await connectLyceum(gateway, 'websocket', ana.token);
    await leave(ben);
    const { sessionId } = await send(ana, ben, 'seen on the phone');
    dataOf(await phone.request('chat:delivered', { room: { id: sessionId }, seq: 1 }));
    dataOf(await phone.request('chat:send', { room: { id: sessionId }, text: 'from the phone' }));
    const { id: messageId } = await send(ana, ben, 'regretted');
    await send(ana, ben, 'kept');
    dataOf(await lyceum.request('chat:delete', { messageId }));

    expect(received(await connectDirect(gateway, ben))).toEqual(['kept']);
  });

  it('come from canonical clients too, whole, and can be asked for by them, once for all devices', async () => {
    const account = await register(gateway);
    const lyceum = await connectLyceum(gateway, 'raw', account.token);
    const [ben, cleo] = [await away(), await away('cleo')];
    for (const to of [ben, cleo]) dataOf(await lyceum.request('chat:send', { to: { id: to.id }, text: 'Hello' }));

    const back = await connectDirect(gateway, ben);
    const sender = { id: account.id, name: account.username, email: null, image: null };
    const recipient = { id: ben.id, name: ben.name, email: null, image: ben.image };
    expect(back.client.heard('message:receive')).toMatchObject([{ content: 'Hello', sender, recipient }]);

    const phone = await connectLyceum(gateway, 'raw', cleo.token);
    const page = dataOf(await phone.request('chat:missed'));
    expect(page).toMatchObject({ messages: [{ message: { text: 'Hello', sender: { id: account.id } } }], more: false });
    expect((page.messages as { contacts: JsonObject[] }[])[0]?.contacts.map(({ id }) => id).toSorted()).toEqual(
      [account.id, cleo.id].toSorted(),
    );
    expect(dataOf(await phone.request('chat:missed'))).toEqual({ messages: [], more: false });
    expect(received(await connectDirect(gateway, cleo))).toEqual([]);
  });

  it('survive a gateway that is killed: nothing is lost that was not handed out', async () => {
    const ana = await newDirect(gateway, 'ana');
    const ben = await away();
    await sendAll(ana, ben, contents(20));
    await gateway.kill();
    await gateway.restart();

    expect(received(await connectDirect(gateway, ben))).toEqual(contents(20));
    await gateway.kill();
    await gateway.restart();
    expect(received(await connectDirect(gateway, ben))).toEqual([]);
  }, 60_000);
});

describe('direct messages to somebody nobody has ever heard of, where such are accepted', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...ENV, ACCEPT_UNKNOWN_RECIPIENTS: 'true' } });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  it('are kept, also under their sessionId, and come to them under their own name', async () => {
    const ana = await newDirect(gateway, 'ana');
    const [ben, cleo] = [await appPerson('ben'), await appPerson('cleo')];
    const unknown = { id: ben.id, name: ben.id, email: null, image: null };

    const sent = await send(ana, ben, 'Welcome');
    expect(sent).toMatchObject({ recipientId: ben.id, recipient: unknown, sender: { id: ana.id, name: ana.name, email: null } });
    await send(ana, ben, 'Again', { sessionId: sent.sessionId });
    ana.client.emit('message:send', { recipientId: cleo.id, content: 'Lost', sessionId: sent.sessionId });
    expect(await ana.client.next('message:error')).toMatchObject({ code: 'ROOM_NOT_FOUND' });

    const { client } = await connectDirect(gateway, ben);
    expect(client.heard('message:receive')).toEqual(
      ['Welcome', 'Again'].map((text) => ({ ...messageShape(ana, ben, text), sessionId: sent.sessionId })),
    );
  });
});

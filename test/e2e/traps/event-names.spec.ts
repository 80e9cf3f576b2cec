import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { EngineClient } from '../../support/engine-client.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { RawClient } from '../../support/raw-client.js';
import { ABUSE_ENV, somebody, Witnesses } from './witnesses.js';

/** Names that Socket.IO, Node's event emitters or JavaScript's objects have a meaning for. */
const NAMES = [
  ...['error', 'connect', 'connection', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener'],
  ...[
    'close',
    'data',
    'message',
    'heartbeat',
    'packet',
    'drain',
    'exception',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '',
  ],
];

describe('an event with a name that means something to the stack', () => {
  let gateway: Gateway;
  let witnesses: Witnesses;

  beforeAll(async () => {
    gateway = await startGateway({ env: ABUSE_ENV });
    witnesses = await Witnesses.meet(gateway);
  }, 60_000);
  afterEach(() => {
    EngineClient.closeAll();
  });
  afterAll(async () => {
    await RawClient.closeAll();
    await gateway.stop();
  });

  it.each(NAMES)('%p is answered UNKNOWN_EVENT on Socket.IO, or the connection that said it ends', async (name) => {
    const client = await EngineClient.connect(gateway, { token: somebody(), dialect: 'lyceum' });

    client.send(`42${JSON.stringify([name, {}])}`, `427${JSON.stringify([name, {}])}`);

    const answered = client
      .answer(7)
      .then((answer) => expect(answer).toMatchObject({ ok: false, error: { code: 'UNKNOWN_EVENT' } }));
    await Promise.any([answered, client.closed]);
    await witnesses.stillTalk();
  });

  it.each(NAMES)('%p is refused on a raw socket, which goes on', async (name) => {
    const client = await RawClient.connect(gateway, `/?token=${somebody()}`);

    client.send({ type: name, data: {} });

    expect(await client.next('error')).toMatchObject({ payload: { code: 'UNKNOWN_EVENT' } });
    client.send({ type: 'ping', data: { timestamp: 1 } });
    await client.next('pong');
    await client.close();
  });

  it('does no harm to others', () => witnesses.stillTalk());
});

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { register } from '../support/accounts.js';
import { dataOf } from '../support/expect-frames.js';
import { startGateway, type Gateway } from '../support/gateway.js';
import type { JsonObject } from '../support/inbox.js';
import { RawClient } from '../support/raw-client.js';
import { SocketClient } from '../support/socket-client.js';
import { appToken, newId } from '../support/tokens.js';
import { ROOMY, START_MS } from './settings.js';

const LIMITED = { ok: false, error: { code: 'RATE_LIMITED', retryable: true, retryAfterMs: expect.any(Number) } };
const UNKNOWN = { ok: false, error: { code: 'ROOM_NOT_FOUND' } };
const WELCOME = { ok: true };

let guesses = 0;

/** A code that no room has, another one each time: rooms have random ones. */
function wrongCode(): string {
  const letters = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
  const number = guesses++;
  return 'ZZZ' + [961, 31, 1].map((unit) => letters[Math.floor(number / unit) % 31]).join('');
}

describe('failed codes', () => {
  let gateway: Gateway;

  afterEach(async () => {
    SocketClient.closeAll();
    await RawClient.closeAll();
  });

  /** Somebody, seen from that address, who may be a member of rooms already. */
  async function from(address: string, userId = newId('learner')): Promise<SocketClient> {
    const token = appToken({ sub: userId, name: 'Learner' });
    return SocketClient.connect(gateway, { auth: { token, dialect: 'lyceum' }, headers: { 'x-forwarded-for': address } });
  }

  async function newRoom(): Promise<JsonObject> {
    const { token } = await register(gateway);
    const owner = await SocketClient.connect(gateway, { auth: { token, dialect: 'lyceum' } });
    return dataOf(await owner.request('rooms:create', {}));
  }

  async function miss(client: SocketClient, times: number): Promise<void> {
    for (let time = 0; time < times; time += 1) {
      expect(await client.request('rooms:join', { code: wrongCode() })).toMatchObject(UNKNOWN);
    }
  }

  const start = async (limits: Record<string, string>): Promise<void> => {
    gateway = await startGateway({ env: { ...ROOMY, TRUSTED_PROXIES: '127.0.0.1', ...limits } });
  };

  describe('of an address and of a person', () => {
    beforeAll(() => start({ FAILED_CODES_PER_ADDRESS: '6', FAILED_CODES_PER_USER: '3' }), START_MS);
    afterAll(() => gateway.stop());

    it('a person past their limit is refused from every address, with the right code, too', async () => {
      const room = await newRoom();
      const eve = newId('eve');
      await miss(await from('198.51.100.1', eve), 3);

      const elsewhere = await from('198.51.100.2', eve);
      expect(await elsewhere.request('rooms:join', { code: room.code })).toMatchObject(LIMITED);
      const ana = await from('198.51.100.1');
      expect(await ana.request('rooms:join', { code: room.code })).toMatchObject(WELCOME);
    });

    it('an address past its limit is refused whoever asks, and however', async () => {
      const room = await newRoom();
      for (let person = 0; person < 2; person += 1) await miss(await from('198.51.100.3'), 3);

      const stranger = await from('198.51.100.3');
      expect(await stranger.request('rooms:join', { code: room.code })).toMatchObject(LIMITED);
      const headers = { 'x-forwarded-for': '198.51.100.3' };
      const session = await fetch(new URL(`/api/sessions/${room.code as string}`, gateway.httpUrl), { headers });
      expect(session.status).toBe(429);
      const mia = await RawClient.connect(gateway, '/', { headers });
      mia.send({ type: 'join', sessionCode: room.code, userName: 'Mia' });
      expect(await mia.next('error')).not.toMatchObject({ message: 'Session not found' });
      expect(await (await from('198.51.100.4')).request('rooms:join', { code: room.code })).toMatchObject(WELCOME);
    });

    it('who is a member gets in by code past the limit of an address that they share', async () => {
      const room = await newRoom();
      const ana = newId('ana');
      expect(await (await from('198.51.100.5', ana)).request('rooms:join', { code: room.code })).toMatchObject(WELCOME);
      for (let person = 0; person < 2; person += 1) await miss(await from('198.51.100.5'), 3);

      const again = await from('198.51.100.5', ana);
      expect(await again.request('rooms:join', { code: room.code })).toMatchObject(WELCOME);
    });

    it('right codes count for nothing', async () => {
      const room = await newRoom();
      const ana = await from('198.51.100.6');
      for (let time = 0; time < 10; time += 1) {
        expect(await ana.request('rooms:join', { code: room.code })).toMatchObject(WELCOME);
      }
    });

    it('the code that a room had before is no guess, and leads nowhere', async () => {
      const { token } = await register(gateway);
      const owner = await SocketClient.connect(gateway, { auth: { token, dialect: 'lyceum' } });
      const old = dataOf(await owner.request('rooms:create', {}));
      const room = dataOf(await owner.request('rooms:rotate-code', { room: { id: old.id } }));
      const ana = await from('198.51.100.8');

      for (let time = 0; time < 10; time += 1) {
        expect(await ana.request('rooms:join', { code: old.code })).toMatchObject(UNKNOWN);
      }

      expect(await ana.request('rooms:join', { code: room.code })).toMatchObject(WELCOME);
    });

    it('a guess beside an id is a guess', async () => {
      const room = await newRoom();
      const eve = await from('198.51.100.7');
      for (let time = 0; time < 3; time += 1) {
        expect(await eve.request('rooms:join', { id: room.id, code: wrongCode() })).toMatchObject(UNKNOWN);
      }
      expect(await eve.request('rooms:join', { id: room.id, code: room.code })).toMatchObject(LIMITED);
    });
  });

  describe('of everybody together, from very many addresses', () => {
    const GUESSERS = 20;
    let room: JsonObject;

    beforeAll(async () => {
      await start({ FAILED_CODES_GLOBAL: String(GUESSERS) });
      room = await newRoom();
      for (let host = 0; host < GUESSERS; host += 1) await miss(await from(`203.0.113.${host}`), 1);
    }, START_MS);
    afterAll(() => gateway.stop());

    it('trip a breaker: whoever has guessed is refused, with the right code, too', async () => {
      expect(await (await from('203.0.113.7')).request('rooms:join', { code: room.code })).toMatchObject(LIMITED);
    });

    it('keep no class from beginning: all who have guessed nothing get in', async () => {
      const learners = await Promise.all(Array.from({ length: 10 }, (_, seat) => from(`192.0.2.${seat}`)));

      const answers = await Promise.all(learners.map((learner) => learner.request('rooms:join', { code: room.code })));

      expect(answers).toEqual(learners.map(() => expect.objectContaining(WELCOME)));
      const guest = await RawClient.connect(gateway, '/', { headers: { 'x-forwarded-for': '192.0.2.20' } });
      guest.send({ type: 'join', sessionCode: room.code, userName: 'Mia' });
      await guest.next('joined');
    });

    it('leave a new address one guess, which tells nothing', async () => {
      const eve = await from('192.0.2.99');

      expect(await eve.request('rooms:join', { code: wrongCode() })).toMatchObject(LIMITED);
      expect(await eve.request('rooms:join', { code: room.code })).toMatchObject(LIMITED);
    });

    it('leave alone who joins without a code', async () => {
      const eve = await from('203.0.113.7');

      expect(await eve.request('rooms:join', { key: newId('algebra'), create: true })).toMatchObject(WELCOME);
    });
  });
});

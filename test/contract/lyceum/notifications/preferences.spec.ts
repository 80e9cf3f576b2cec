import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { register } from '../../../support/accounts.js';
import { borrowGateway, type BorrowedGateway } from '../../../support/borrowed-gateway.js';
import { call } from '../../../support/http-client.js';
import type { JsonObject } from '../../../support/inbox.js';
import { START_MS } from '../../settings.js';
import { HURRIED } from '../changing.js';
import { closeAll } from '../lyceum-client.js';
import { newPerson, roomOf, say } from '../shapes.js';
import { feedOf, NOTIFIED_MS, notificationShape } from './notified.js';

const ON = { push: true, feed: true };
const ALL_ON = { message: ON, mention: ON, call: ON, help: ON, invitation: ON, announcement: ON };
const PATH = '/api/notifications/preferences';

describe('lyceum: what people choose about notifications', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(HURRIED);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  const person = (stem: string) => newPerson(gateway, 'websocket', stem);
  const put = (token: string, body: JsonObject) => call(gateway, 'PUT', PATH, { token, body });
  const get = (token: string) => call(gateway, 'GET', PATH, { token });

  it('all is on until it is set; what is set replaces all of it', async () => {
    const { token } = await register(gateway, 'ana');
    expect(await get(token)).toEqual({ status: 200, body: { kinds: ALL_ON, quietHours: null } });

    const quietHours = { from: '22:00', to: '07:30', timeZone: 'Europe/Berlin' };
    const chosen = { kinds: { call: { push: false }, mention: { push: true, feed: false } }, quietHours };
    const kinds = { ...ALL_ON, call: { push: false, feed: true }, mention: { push: true, feed: false } };
    expect(await put(token, chosen)).toEqual({ status: 200, body: { kinds, quietHours } });
    expect(await get(token)).toEqual({ status: 200, body: { kinds, quietHours } });

    expect(await put(token, { quietHours: null })).toEqual({ status: 200, body: { kinds: ALL_ON, quietHours: null } });
    expect(await get(token)).toEqual({ status: 200, body: { kinds: ALL_ON, quietHours: null } });
  });

  it('a kind that is off does not come into the feed, and is told to no device', async () => {
    const [ana, ben, cleo] = [await person('ana'), await person('ben'), await person('cleo')];
    const room = await roomOf(ana, ben, cleo);
    await put(ben.token, { kinds: { mention: { feed: false } } });
    const mentions = [ben.id, cleo.id];
    await say(ana, room, 'Unheard', { mentions });
    // It is decided for both at once.
    await cleo.client.fact('notification', { body: 'Unheard' }, NOTIFIED_MS);
    expect(await feedOf(gateway, ben)).toEqual([]);

    await put(ben.token, {});
    await say(ana, room, 'Heard', { mentions });
    await ben.client.fact('notification', { body: 'Heard' }, NOTIFIED_MS);
    expect(ben.client.heard('notification')).toEqual([notificationShape('mention', { body: 'Heard' })]);
  });

  it.each([
    [{ kinds: { call: { push: 'no' } } }, 'kinds.call.push'],
    [{ kinds: { call: true } }, 'kinds.call'],
    [{ kinds: [] }, 'kinds'],
    [{ quietHours: { from: '22:00', to: '7:00', timeZone: 'UTC' } }, 'quietHours.to'],
    [{ quietHours: { from: '24:00', to: '07:00', timeZone: 'UTC' } }, 'quietHours.from'],
    [{ quietHours: { from: '22:00', to: '22:00', timeZone: 'UTC' } }, 'quietHours.to'],
    [{ quietHours: { from: '22:00', to: '07:00', timeZone: 'Europe/Atlantis' } }, 'quietHours.timeZone'],
    [{ quietHours: { from: '22:00', to: '07:00', timeZone: '+02:00' } }, 'quietHours.timeZone'],
    [{ quietHours: { from: '22:00', to: '07:00' } }, 'quietHours.timeZone'],
    [{ quietHours: { to: '07:00', timeZone: 'UTC' } }, 'quietHours.from'],
  ])('%j is refused', async (body, field) => {
    const { token } = await register(gateway, 'ana');
    expect(await put(token, body)).toMatchObject({ status: 400, body: { code: 'INVALID', field } });
    expect(await get(token)).toMatchObject({ body: { kinds: ALL_ON, quietHours: null } });
  });

  it('they are nobody else’s business', async () => {
    expect(await call(gateway, 'GET', PATH)).toMatchObject({ status: 401 });
    expect(await call(gateway, 'PUT', PATH, { body: {} })).toMatchObject({ status: 401 });
  });
});
